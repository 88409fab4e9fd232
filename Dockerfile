# syntax=docker/dockerfile:1
#
# One file for all images:
#   api          HTTP; also the migration and `keys`. Holds neither the model engine nor the index.
#   worker       answers and ingests on the CPU; also `models`.
#   worker-gpu   the same with CUDA.
# docker compose builds them; see docker-compose.yml.

ARG NODE_IMAGE=node:20-bookworm-slim
# The engine's CUDA library is built for CUDA 13 (driver 580 or newer). For older drivers:
# --build-arg CUDA_IMAGE=nvidia/cuda:12.9.1-runtime-ubuntu24.04 (it brings a library for CUDA 12 as well).
ARG CUDA_IMAGE=nvidia/cuda:13.0.1-runtime-ubuntu24.04

# ---- what compiling needs -------------------------------------------------------------------------------------------
FROM ${NODE_IMAGE} AS toolchain
RUN apt-get update \
  && apt-get install --yes --no-install-recommends g++ make python3 \
  && rm -rf /var/lib/apt/lists/*
# node-gyp finds Node's headers in the image instead of downloading them.
ENV npm_package_config_node_gyp_nodedir=/usr/local npm_config_cache=/var/cache/npm
WORKDIR /app
COPY package.json package-lock.json ./
COPY libs/client/package.json libs/client/

# ---- our own code, compiled -----------------------------------------------------------------------------------------
FROM toolchain AS build
RUN --mount=type=cache,target=/var/cache/npm npm ci --no-audit --no-fund
COPY nest-cli.json tsconfig.json tsconfig.build.json ./
COPY apps apps
COPY libs libs
COPY bench bench
RUN npm run build && rm -rf dist/bench dist/.tsbuildinfo

# ---- the packages that run, by image --------------------------------------------------------------------------------
FROM toolchain AS packages
RUN --mount=type=cache,target=/var/cache/npm npm ci --omit=dev --no-audit --no-fund
COPY deploy/prune-packages.mjs deploy/

FROM packages AS packages-api
RUN node deploy/prune-packages.mjs api

FROM packages AS packages-worker
RUN node deploy/prune-packages.mjs worker

FROM packages AS packages-worker-gpu
RUN node deploy/prune-packages.mjs worker-gpu

# ---- images ---------------------------------------------------------------------------------------------------------
FROM ${NODE_IMAGE} AS runtime
ENV NODE_ENV=production KOTAE_DATA_DIR=/data KOTAE_MODELS_DIR=/models
WORKDIR /app
# Named volumes take the owner of the folder that they cover.
RUN install -d -o node -g node /data /models
COPY package.json LICENSE ./
COPY --from=build /app/dist dist
COPY deploy/healthcheck.mjs deploy/
USER node
STOPSIGNAL SIGTERM

FROM runtime AS api
ENV HOST=0.0.0.0 PORT=3000
COPY --from=packages-api /app/node_modules node_modules
COPY samples samples
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 CMD ["node", "deploy/healthcheck.mjs", "api"]
CMD ["node", "--enable-source-maps", "dist/apps/api/src/main.js"]

FROM runtime AS worker
USER root
RUN apt-get update \
  && apt-get install --yes --no-install-recommends poppler-utils tesseract-ocr tesseract-ocr-jpn tesseract-ocr-jpn-vert \
  && rm -rf /var/lib/apt/lists/*
USER node
COPY --from=packages-worker /app/node_modules node_modules
HEALTHCHECK --interval=15s --timeout=10s --start-period=120s --retries=3 CMD ["node", "deploy/healthcheck.mjs", "worker"]
CMD ["node", "--enable-source-maps", "dist/apps/worker/src/main.js"]

FROM ${NODE_IMAGE} AS node

FROM ${CUDA_IMAGE} AS worker-gpu
ENV NODE_ENV=production KOTAE_DATA_DIR=/data KOTAE_MODELS_DIR=/models KOTAE_GPU=cuda CUDA_CACHE_PATH=/tmp/cuda-cache
COPY --from=node /usr/local/bin/node /usr/local/bin/node
WORKDIR /app
RUN apt-get update \
  && apt-get install --yes --no-install-recommends poppler-utils tesseract-ocr tesseract-ocr-jpn tesseract-ocr-jpn-vert \
  && rm -rf /var/lib/apt/lists/*
# Uid and gid as in the other images: they share volumes. Ubuntu's image has a user of its own with this uid.
RUN (userdel --remove ubuntu || true) \
  && groupadd --gid 1000 node \
  && useradd --uid 1000 --gid node --create-home node \
  && install -d -o node -g node /data /models /gpus
COPY package.json LICENSE ./
COPY --from=build /app/dist dist
COPY --from=packages-worker-gpu /app/node_modules node_modules
COPY deploy/healthcheck.mjs deploy/claim-gpu.sh deploy/
USER node
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=10s --start-period=180s --retries=3 CMD ["node", "deploy/healthcheck.mjs", "worker"]
ENTRYPOINT ["bash", "deploy/claim-gpu.sh"]
CMD ["node", "--enable-source-maps", "dist/apps/worker/src/main.js"]
