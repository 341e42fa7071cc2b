"""The ground that the tests stand on: servers of one session, a database for every test."""
