# The ringwatch command: `docker build -t ringwatch .`. What runs it is in the image, what built it is not.
FROM python:3.11.15-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore
WORKDIR /src
COPY requirements/build.txt requirements/run.txt requirements/
# pip stays outside: the environment that is copied holds the program and its libraries alone.
RUN python -m venv --without-pip /opt/ringwatch \
 && python -m pip install --require-hashes -r requirements/build.txt \
 && python -m pip --python /opt/ringwatch/bin/python install --compile --require-hashes -r requirements/run.txt
COPY . .
RUN python -m hatchling build -t wheel -d /dist \
 && python -m pip --python /opt/ringwatch/bin/python install --compile --no-deps --no-index /dist/*.whl

FROM python:3.11.15-slim-bookworm
RUN groupadd --gid 10001 ringwatch \
 && useradd --uid 10001 --gid ringwatch --no-create-home --home-dir /var/lib/ringwatch ringwatch \
 && install -d -o ringwatch -g ringwatch -m 0700 /var/lib/ringwatch
COPY --from=build /opt/ringwatch /opt/ringwatch
# Kernels are compiled once, then kept in the volume beside the workspace.
ENV PATH=/opt/ringwatch/bin:$PATH \
    LANG=C.UTF-8 \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    NUMBA_CACHE_DIR=/var/lib/ringwatch/kernels \
    RINGWATCH_WORKSPACE=/var/lib/ringwatch/workspace \
    RINGWATCH_HOST=0.0.0.0 \
    RINGWATCH_LOG_FORMAT=json
USER 10001:10001
WORKDIR /var/lib/ringwatch
VOLUME /var/lib/ringwatch
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 \
  CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
ENTRYPOINT ["ringwatch"]
CMD ["serve"]
