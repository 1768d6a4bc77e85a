"""The dashboards as code: what `make dashboards` writes into `grafana/dashboards/`; no part of the running program."""
