"""Deployment 部署: a unit sends a lesson, an activity, a reminder or the request for a return down the tree, having seen what it costs."""
