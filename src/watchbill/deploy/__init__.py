"""Driving minikube, kubectl and helm: lists of arguments, nothing of ours."""
