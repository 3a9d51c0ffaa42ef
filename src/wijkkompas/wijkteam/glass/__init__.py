"""Breaking the glass: read a case of another team for an hour in an emergency; looked at afterwards, told to the resident."""
