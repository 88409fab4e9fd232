#!/usr/bin/env bash
# Gives each worker a GPU of its own: `docker compose up --scale worker-gpu=N` starts N equal containers that all see
# all GPUs. Each takes the first GPU whose lock file, on a volume that they share, nobody holds. The lock is the
# kernel's and ends with the container, however it ends.
set -eu

locks=${KOTAE_GPU_LOCKS:-/gpus}
for gpu in $(nvidia-smi --query-gpu=uuid --format=csv,noheader); do
  exec {lock}>"$locks/$gpu.lock"
  if flock --nonblock "$lock"; then
    echo "this worker has GPU $gpu"
    export CUDA_VISIBLE_DEVICES=$gpu
    # The worker inherits the open lock.
    exec "$@"
  fi
  exec {lock}>&-
done
echo "every GPU has a worker already; lower --scale worker-gpu" >&2
exit 78
