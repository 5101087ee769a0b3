// The body of product4 and product4Wide, which differ in their vectors: V0 to V12 name the registers and STEP is their length in bytes. Two vectors
// of each of four rows of y are kept while the rows of w pass.

// TERM adds one factor times two vectors of w (V8, V9) to two of y.
#define TERM(factor, lo, hi) \
	VBROADCASTSS factor, V10 \
	VMULPS       V8, V10, V11 \
	VADDPS       V11, lo, lo \
	VMULPS       V9, V10, V12 \
	VADDPS       V12, hi, hi

	MOVQ y+0(FP), DI
	MOVQ w+8(FP), SI
	MOVQ a+16(FP), DX
	MOVQ fours+24(FP), CX
	MOVQ stride+40(FP), R9
	MOVQ down+48(FP), R10
	MOVQ along+56(FP), R11

four: // rows of y, two vectors of each
	LEAQ    (DI)(R9*2), R12
	VMOVUPS (DI), V0
	VMOVUPS STEP(DI), V1
	VMOVUPS (DI)(R9*1), V2
	VMOVUPS STEP(DI)(R9*1), V3
	VMOVUPS (R12), V4
	VMOVUPS STEP(R12), V5
	VMOVUPS (R12)(R9*1), V6
	VMOVUPS STEP(R12)(R9*1), V7
	MOVQ    SI, BX
	MOVQ    DX, AX
	LEAQ    (DX)(R10*2), R13
	MOVQ    inner+32(FP), R8

term:
	VMOVUPS (BX), V8
	VMOVUPS STEP(BX), V9
	TERM((AX), V0, V1)
	TERM((AX)(R10*1), V2, V3)
	TERM((R13), V4, V5)
	TERM((R13)(R10*1), V6, V7)
	ADDQ    R9, BX
	ADDQ    R11, AX
	ADDQ    R11, R13
	DECQ    R8
	JNZ     term

	VMOVUPS V0, (DI)
	VMOVUPS V1, STEP(DI)
	VMOVUPS V2, (DI)(R9*1)
	VMOVUPS V3, STEP(DI)(R9*1)
	VMOVUPS V4, (R12)
	VMOVUPS V5, STEP(R12)
	VMOVUPS V6, (R12)(R9*1)
	VMOVUPS V7, STEP(R12)(R9*1)
	LEAQ    (DI)(R9*4), DI
	LEAQ    (DX)(R10*4), DX
	DECQ    CX
	JNZ     four
	VZEROUPPER
	RET
