# One image for every process: `watchbill serve` (the default), `watchbill assistant`.
# Stages before the last are left behind with their compilers, package managers and caches.

FROM python:3.11-slim AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /build
COPY requirements/ requirements/
RUN python -m venv /opt/tools \
 && /opt/tools/bin/pip install --quiet --require-hashes -r requirements/node.txt
RUN python -m pip install --quiet --require-hashes --no-compile --target /opt/watchbill -r requirements/runtime.txt
COPY frontend/ frontend/
COPY tools/frontend.py tools/frontend.py
RUN /opt/tools/bin/python tools/frontend.py
COPY pyproject.toml README.md ./
COPY src/ src/
RUN cp -r src/watchbill /opt/watchbill/watchbill \
 && find /opt/watchbill \( -name tests -o -name __pycache__ -o -name '*.pyi' -o -name '*.c' -o -name '*.pyx' \) -prune -exec rm -rf {} + \
 && rm -rf /opt/watchbill/bin \
 && /opt/tools/bin/python -m compileall -q -j 0 --invalidation-mode unchecked-hash /opt/watchbill

FROM python:3.11-slim
ARG VERSION=0.0.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Watchbill" \
      org.opencontainers.image.description="A self-hosted task list that people and AI agents share safely" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
RUN python -m pip uninstall --yes --quiet pip setuptools wheel 2>/dev/null || true; \
    rm -rf /usr/local/lib/python3.11/ensurepip /usr/local/lib/python3.11/site-packages/pip* ; \
    mkdir /data && chown 10001:10001 /data
COPY --from=build /opt/watchbill /opt/watchbill
COPY --chmod=0755 deploy/watchbill /usr/local/bin/watchbill
ENV PYTHONPATH=/opt/watchbill PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 \
    HOME=/tmp WATCHBILL_DATA_DIR=/data WATCHBILL_HOST=0.0.0.0 WATCHBILL_MCP_HOST=0.0.0.0 WATCHBILL_ASSISTANT_HOST=0.0.0.0
USER 10001:10001
WORKDIR /data
EXPOSE 8080 8081 8082
STOPSIGNAL SIGTERM
ENTRYPOINT ["watchbill"]
CMD ["serve"]
