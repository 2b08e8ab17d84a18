"""What all tables of the service share."""

from sqlalchemy.orm import registry
from sqlmodel import SQLModel

from atende_platform.data.db import new_metadata


class Base(SQLModel, registry=registry(metadata=new_metadata())):
    """What all tables of the service share."""
