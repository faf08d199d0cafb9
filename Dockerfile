# Writ: pages, scheduler and command line in one image. No secret is in it; see docs/README.md for how it gets them.

FROM python:3.13-slim AS build
WORKDIR /build
COPY requirements.lock requirements-build.lock ./
RUN python -m venv /venv \
 && /venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.lock \
 && python -m venv /tools \
 && /tools/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements-build.lock
COPY pyproject.toml README.md LICENSE NOTICE ./
COPY worklist worklist
COPY db db
COPY processes processes
COPY forms forms
COPY papers papers
RUN /tools/bin/pip wheel --no-deps --no-index --no-build-isolation --wheel-dir /wheels . \
 && /venv/bin/pip install --no-deps --no-index --no-cache-dir /wheels/*.whl

FROM python:3.13-slim
LABEL org.opencontainers.image.title="Writ" \
      org.opencontainers.image.licenses="Apache-2.0"
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin writ \
 && install -d -o writ -g writ -m 0750 /data
COPY --from=build /venv /venv
COPY LICENSE NOTICE /usr/share/doc/writ/
COPY processes /usr/share/writ/processes
COPY forms /usr/share/writ/forms
COPY papers /usr/share/writ/papers
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    WRIT_HOST=0.0.0.0 \
    WRIT_PORT=8000 \
    WRIT_SECURE_COOKIES=true \
    WRIT_DATABASE_URL=sqlite:////data/writ.db \
    WRIT_VAR_DIR=/data \
    WRIT_PROCESSES_DIR=/usr/share/writ/processes \
    WRIT_FORMS_DIR=/usr/share/writ/forms \
    WRIT_PAPERS_DIR=/usr/share/writ/papers
USER writ
WORKDIR /data
VOLUME /data
EXPOSE 8000
# Python turns SIGINT into an orderly end; SIGTERM would be ignored by the container's first process.
STOPSIGNAL SIGINT
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
  CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
ENTRYPOINT ["writ"]
CMD ["run"]
