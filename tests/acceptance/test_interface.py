"""The interface keeps what its description says, for whatever is sent."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from pydantic import SecretStr
from schemathesis.specs.openapi.checks import positive_data_acceptance

from app.main import create_app
from app.settings import Settings
from tests.conftest import WRITE_KEY

pytestmark = pytest.mark.slow

application = create_app(Settings(_env_file=None, write_key=SecretStr(WRITE_KEY)))
schema = schemathesis.openapi.from_dict(application.openapi())
schema.app = application
# what a description cannot say (a check digit, a cursor that was given out) is rightly refused
BEYOND_SCHEMA: list[Any] = [positive_data_acceptance]


@pytest.fixture(autouse=True, scope="module")
def catalogue(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Serve a fresh catalogue; it is opened with each call, long after the tests were made."""
    path = tmp_path_factory.mktemp("interface") / "catalogue.db"
    shutil.copyfile(sqlite_template, path)
    changed = {"database_url": f"sqlite:///{path}"}
    application.state.settings = application.state.settings.model_copy(update=changed)


@schema.parametrize()
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_answer_is_as_described(case: schemathesis.Case[Any]) -> None:
    case.call_and_validate(headers={"X-API-Key": WRITE_KEY}, excluded_checks=BEYOND_SCHEMA)
