# Rumbo in a container: `docker build -t rumbo .`. Never built where it was written (no Docker there): see docs/how-to/run-in-containers.md.
# The first stage sets up exactly as `make setup` does; the second one takes the result and nothing that built it.
FROM python:3.11-slim-bookworm AS build
RUN apt-get update \
 && apt-get install -y --no-install-recommends make \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /app
# Packages first: they change seldom, and this layer is then kept.
COPY Makefile pyproject.toml requirements.lock package.json package-lock.json README.md ./
ARG TORCH=torch==2.13.0
ARG PIP_EXTRA_INDEX_URL
RUN make .venv/.locked TORCH="$TORCH"
COPY bot bot
COPY channels channels
COPY knowledge knowledge
COPY locales locales
RUN make setup

FROM python:3.11-slim-bookworm
# libgomp: scikit-learn and ONNX Runtime.
RUN apt-get update \
 && apt-get install -y --no-install-recommends libgomp1 \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin rumbo
WORKDIR /app
COPY --from=build --chown=root:root /app /app
# The program and the articles belong to root and are only read; what a run writes lies in var/, and what the console
# proposes for the articles in knowledge/proposals/.
RUN mkdir -p /app/knowledge/proposals \
 && chown -R rumbo:rumbo /app/var /app/knowledge/proposals
USER 10001
ENV PATH=/app/.venv/bin:$PATH PYTHONUNBUFFERED=1
EXPOSE 8000
VOLUME /app/var
# The start loads the models; after that a process that does not answer for half a minute is dead.
HEALTHCHECK --start-period=60s --interval=10s --timeout=5s --retries=3 \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
STOPSIGNAL SIGTERM
CMD ["rumbo", "serve", "--host", "0.0.0.0", "--port", "8000"]
