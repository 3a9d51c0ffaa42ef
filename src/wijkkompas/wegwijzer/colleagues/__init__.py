"""What people at work tell each other: notes of a team, room at a service, who knows what (mission A7).

Vlaardingen 2020: professionals do not know all there is either; "visitekaartjes bij elkaar leggen".
"""
