#include "textflag.h"

// func prefetch(table unsafe.Pointer, size int, shift uint8, features *uint64, n int)
TEXT ·prefetch(SB), NOSPLIT, $0-40
	MOVQ    table+0(FP), DI
	MOVQ    size+8(FP), R8
	MOVBLZX shift+16(FP), CX
	MOVQ    features+24(FP), SI
	MOVQ    n+32(FP), DX

feature: // its fingerprint, the home of that, and where it lies
	MOVQ       (SI), AX
	MOVQ       AX, BX
	SHRQ       $32, BX
	XORL       AX, BX
	SHRL       CX, BX
	IMULQ      R8, BX
	PREFETCHT0 (DI)(BX*1)
	ADDQ       $8, SI
	DECQ       DX
	JNZ        feature
	RET
