# 一致 Yizhi: built from the locked hashes, run by an ordinary user.
FROM python:3.11-slim-bookworm AS build
WORKDIR /src
RUN python -m venv /opt/yizhi
COPY requirements.lock ./
RUN /opt/yizhi/bin/pip install --no-cache-dir --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY app app
COPY schemas schemas
COPY migrations migrations
RUN /opt/yizhi/bin/pip install --no-cache-dir --no-deps --no-build-isolation .

FROM python:3.11-slim-bookworm
COPY --from=build /opt/yizhi /opt/yizhi
RUN useradd --system --uid 10001 --home-dir /var/lib/yizhi --create-home yizhi
USER 10001
WORKDIR /var/lib/yizhi
VOLUME ["/var/lib/yizhi"]
ENV PATH=/opt/yizhi/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    YIZHI_HOST=0.0.0.0 \
    YIZHI_DATABASE_URL=sqlite:////var/lib/yizhi/yizhi.db
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/ready', timeout=4)"]
# exec: the server, not the shell, gets the signal to stop
CMD ["sh", "-c", "yizhi migrate upgrade && exec yizhi serve"]
