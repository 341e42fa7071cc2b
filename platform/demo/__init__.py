"""What a machine with nothing on it needs: embedded servers, the seed, the simulator.

Must always hold: nothing here is needed in production, and what runs here is the real thing, a real
PostgreSQL and a real Valkey, never a stand-in. The tests and `likewise demo` call this room; it may
call every other one.
"""
