"""Settings, each from an environment variable ``YIZHI_…`` or a line in ``.env``."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

KEPT_RUNS = 24


class Settings(BaseSettings):
    """What an installation may choose; the defaults run without any choice."""

    model_config = SettingsConfigDict(
        env_prefix="YIZHI_", env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True
    )

    database_url: str = Field(
        default="sqlite:///yizhi.db",
        description="数据库 SQLAlchemy URL: sqlite:///file or postgresql://user:password@host/name",
    )
    host: str = Field(default="127.0.0.1", description="监听地址 address to listen on")
    port: int = Field(default=8000, ge=1, le=65535, description="监听端口 port to listen on")
    write_key: SecretStr | None = Field(
        default=None, description="写入密钥 key that writers send; without one nobody may write"
    )
    profile: str = Field(
        default="policy-2020", description="十同口径 profile that items are held against"
    )
    language: Literal["zh", "en"] = Field(
        default="zh", description="默认语言 language of texts when a request states none"
    )
    max_upload_mb: int = Field(
        default=100, ge=1, description="上传上限 largest request body, in MiB"
    )
    kept_runs: int = Field(
        default=KEPT_RUNS, ge=1, description="留存的全面审核次数 full runs that can be compared"
    )
