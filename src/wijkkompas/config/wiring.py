"""Which handler hears which event: the only place where rooms meet."""


def connect() -> None:
    """Tie events to handlers."""
    from wijkkompas.kern.events import subscribe
    from wijkkompas.talen import api as talen
    from wijkkompas.wegwijzer import api as wegwijzer
    from wijkkompas.wijkteam import api as wijkteam

    subscribe(wegwijzer.DirectoryChanged, wegwijzer.rebuild_index_soon)
    subscribe(wegwijzer.DirectoryChanged, talen.mark_stale_soon)
    subscribe(wegwijzer.PickedUpAsSignal, wijkteam.hear_picked_up)
    subscribe(wijkteam.CaseBegan, wijkteam.hear_case_began)
    subscribe(wijkteam.CaseMoved, wijkteam.hear_case_moved)
