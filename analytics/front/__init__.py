"""The front before several servers of one dashboard: each person stays with one of them.

One process runs Python on one processor, whatever the machine has. The front listens on the dashboard's port, starts
as many servers as it is told, each on a port of its own, and hands every request on: by the cookie that says with which
server a browser is, else to the one with the least to do. It reads a request's head and nothing else.
"""
