"""Settings, each from an environment variable ``YIZHI_…`` or a line in ``.env``."""

from __future__ import annotations

from pathlib import Path
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
    reader_memory_mb: int = Field(
        default=2048, ge=512, description="读取上传文件的内存上限 memory of a file's reader, in MiB"
    )
    reader_seconds: int = Field(
        default=600, ge=1, description="读取上传文件的时间上限 processor time of a file's reader"
    )
    files_folder: Path | None = Field(
        default=None, description="保存原文件的目录 folder of original files; beside the database"
    )
    keep_files_mb: int = Field(
        default=2048, ge=0, description="原文件总量上限 MiB of original files kept; 0 keeps none"
    )
    keep_files_days: int = Field(
        default=365, ge=1, description="原文件保存天数 days that original files are kept"
    )
    keep_counts: bool = Field(
        default=True, description="预先计数并留存 count large catalogues ahead, and keep the counts"
    )
    kept_runs: int = Field(
        default=KEPT_RUNS, ge=1, description="留存的全面审核次数 full runs that can be compared"
    )
