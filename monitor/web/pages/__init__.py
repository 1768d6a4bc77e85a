"""The pages that people read: one module for each, over what is stored, without Grafana, internet or build step."""
