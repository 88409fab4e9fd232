#!/usr/bin/env bash
# Makes the passwords that docker-compose.yml mounts, once; existing ones stay. Usage: deploy/make-secrets.sh
set -eu
cd "$(dirname "$0")"

# The folder keeps others on this machine out. The files themselves are readable, because Compose mounts them as they
# are and the containers' users are not the one who runs this.
mkdir -p secrets
chmod 700 secrets
cd secrets
umask 022

password() {
  head -c 32 /dev/urandom | base64 | tr -d '=+/\n'
}

if [ ! -e postgres-password ]; then
  postgres=$(password)
  printf '%s' "postgres://kotae:$postgres@postgres:5432/kotae" >database-url
  printf '%s' "$postgres" >postgres-password
fi
if [ ! -e redis.conf ]; then
  redis=$(password)
  printf '%s' "redis://:$redis@redis:6379" >redis-url
  printf 'requirepass %s\n' "$redis" >redis.conf
fi
echo "secrets are in $PWD"
