"""Who a customer is: contacts, and the names that they are found by."""
