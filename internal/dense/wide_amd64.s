#include "textflag.h"

// The products of kernels_amd64.s with vectors of 16 numbers, in the same order: twice the columns at once.

// TERM16 adds one factor times 32 numbers of w (Z8, Z9) to 32 of y.
#define TERM16(factor, lo, hi) \
	VBROADCASTSS factor, Z10 \
	VMULPS       Z8, Z10, Z11 \
	VADDPS       Z11, lo, lo \
	VMULPS       Z9, Z10, Z12 \
	VADDPS       Z12, hi, hi

// func product4Wide(y, w, a *float32, fours, inner, stride, down, along int)
TEXT ·product4Wide(SB), NOSPLIT, $0-64
	MOVQ y+0(FP), DI
	MOVQ w+8(FP), SI
	MOVQ a+16(FP), DX
	MOVQ fours+24(FP), CX
	MOVQ stride+40(FP), R9
	MOVQ down+48(FP), R10
	MOVQ along+56(FP), R11

four: // rows of y, two vectors of each
	LEAQ    (DI)(R9*2), R12
	VMOVUPS (DI), Z0
	VMOVUPS 64(DI), Z1
	VMOVUPS (DI)(R9*1), Z2
	VMOVUPS 64(DI)(R9*1), Z3
	VMOVUPS (R12), Z4
	VMOVUPS 64(R12), Z5
	VMOVUPS (R12)(R9*1), Z6
	VMOVUPS 64(R12)(R9*1), Z7
	MOVQ    SI, BX
	MOVQ    DX, AX
	LEAQ    (DX)(R10*2), R13
	MOVQ    inner+32(FP), R8

term:
	VMOVUPS (BX), Z8
	VMOVUPS 64(BX), Z9
	TERM16((AX), Z0, Z1)
	TERM16((AX)(R10*1), Z2, Z3)
	TERM16((R13), Z4, Z5)
	TERM16((R13)(R10*1), Z6, Z7)
	ADDQ    R9, BX
	ADDQ    R11, AX
	ADDQ    R11, R13
	DECQ    R8
	JNZ     term

	VMOVUPS Z0, (DI)
	VMOVUPS Z1, 64(DI)
	VMOVUPS Z2, (DI)(R9*1)
	VMOVUPS Z3, 64(DI)(R9*1)
	VMOVUPS Z4, (R12)
	VMOVUPS Z5, 64(R12)
	VMOVUPS Z6, (R12)(R9*1)
	VMOVUPS Z7, 64(R12)(R9*1)
	LEAQ    (DI)(R9*4), DI
	LEAQ    (DX)(R10*4), DX
	DECQ    CX
	JNZ     four
	VZEROUPPER
	RET
