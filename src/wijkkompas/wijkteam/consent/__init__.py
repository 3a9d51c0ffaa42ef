"""Three yeses, each apart: sharing (AVG), being released from professional secrecy, and agreeing to the help."""
