# Shortest decimal digits of doubles by Python's repr, for tests/core/base_test.c.
import random
import struct

random.seed(7)
bits = [1, 2, 3, 0xFFFFFFFFFFFFF, 0x10000000000000, 0x7FEFFFFFFFFFFFFF, 0x3FF0000000000000, 0x3FB999999999999A,
        0x4340000000000000, 0x4340000000000001, 0x433FFFFFFFFFFFFF, 0x0410000000000000, 0x04D0000000000000,
        0x3FD5555555555555, 0x8000000000000001, 0xC09C7CCCCCCCCCCD, 0x4415AF1D78B58C40]
bits += [random.getrandbits(64) & 0xFFEFFFFFFFFFFFFF for _ in range(23)]
bits += [e << 52 for e in (80, 113, 174, 351, 900, 1100, 1500, 2000)]
for b in bits:
    print('    {UINT64_C(0x%016x), "%r"},' % (b, struct.unpack("<d", struct.pack("<Q", b))[0]))
