#!/bin/sh
# Passwords for compose.cluster.yml, made here and shown nowhere: sh deploy/make_secrets.sh deploy/secrets
# The folder is for its owner alone; within it the files can be read, because containers read them under other accounts.
set -eu
folder=${1:?"usage: make_secrets.sh FOLDER"}
if [ -e "$folder" ]; then
  echo "$folder is there already: nothing was changed" >&2
  exit 1
fi
umask 077
mkdir -p "$folder"
word() { od -An -vtx1 -N24 /dev/urandom | tr -d ' \n'; }

postgres=$(word) monitor=$(word) worker=$(word)
broker=127.0.0.1:6379/0
printf '%s' "$postgres" >"$folder/postgres"
# Nobody without a name; nobody may change or stop the server.
{
  echo "user default off"
  echo "user monitor on >$monitor ~* &* +@all -@admin -@dangerous +info +keys"
  echo "user worker on >$worker ~* &* +@all -@admin -@dangerous +info +keys"
} >"$folder/redis"
{
  echo "EMC_STORAGE__URL=postgresql+psycopg://emc:$postgres@127.0.0.1/emc"
  echo "EMC_CLUSTER__BROKER=redis://monitor:$monitor@$broker"
} >"$folder/monitor.env"
echo "EMC_CLUSTER__BROKER=redis://worker:$worker@$broker" >"$folder/worker.env"
chmod 0644 "$folder"/*
echo "written: $folder/postgres redis monitor.env worker.env" >&2
