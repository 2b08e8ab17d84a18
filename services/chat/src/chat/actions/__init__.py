"""What can be done to a ticket by one name: the vocabulary that macros and automations share."""
