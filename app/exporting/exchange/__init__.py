"""国家交换库: the catalogue as the tables that go up, and what the platform above says of them."""
