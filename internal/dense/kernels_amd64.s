#include "textflag.h"

// The kernels of kernels.go in AVX2. No VFMADD: each product is rounded, then added,
// and each lane adds in the order of the Go code. The callers pass no empty counts.

// PAIR takes y and x, and NEXTPAIR ends with the next eight of both, once those of y are written from Y0.
#define PAIR \
	MOVQ y+0(FP), DI \
	MOVQ x+8(FP), SI \
	MOVQ eights+16(FP), CX

#define NEXTPAIR \
	VMOVUPS Y0, (DI) \
	ADDQ    $32, DI \
	ADDQ    $32, SI \
	DECQ    CX \
	JNZ     eight \
	VZEROUPPER \
	RET

// Vectors of eight numbers, for product4.
#define V0 Y0
#define V1 Y1
#define V2 Y2
#define V3 Y3
#define V4 Y4
#define V5 Y5
#define V6 Y6
#define V7 Y7
#define V8 Y8
#define V9 Y9
#define V10 Y10
#define V11 Y11
#define V12 Y12
#define STEP 32

// func product4(y, w, a *float32, fours, inner, stride, down, along int)
TEXT ·product4(SB), NOSPLIT, $0-64
#include "product4_amd64.h"

// func dots4(x, w, y *float32, n, eights, tail, down int, mask *int32)
// Y0 to Y3 hold the eight parts of the sums of four rows of w. A lane that the mask
// leaves out adds 0·0 to a part, which changes no bit: a part is never -0.
TEXT ·dots4(SB), NOSPLIT, $0-64
	MOVQ    x+0(FP), DI
	MOVQ    w+8(FP), SI
	MOVQ    y+16(FP), DX
	MOVQ    n+24(FP), CX
	MOVQ    eights+32(FP), R8
	MOVQ    tail+40(FP), R10
	MOVQ    down+48(FP), R11
	MOVQ    mask+56(FP), AX
	VMOVDQU (AX), Y15
	MOVQ    R8, R9
	SHLQ    $5, R9
	ADDQ    R10, R9        // the length of a row of y and w

row:
	VXORPS Y0, Y0, Y0
	VXORPS Y1, Y1, Y1
	VXORPS Y2, Y2, Y2
	VXORPS Y3, Y3, Y3
	MOVQ   SI, AX
	LEAQ   (SI)(R9*2), BX
	MOVQ   R8, R12
	TESTQ  R12, R12
	JZ     rest

eight:
	VMOVUPS (DX), Y4
	VMULPS  (AX), Y4, Y5
	VADDPS  Y5, Y0, Y0
	VMULPS  (AX)(R9*1), Y4, Y6
	VADDPS  Y6, Y1, Y1
	VMULPS  (BX), Y4, Y7
	VADDPS  Y7, Y2, Y2
	VMULPS  (BX)(R9*1), Y4, Y8
	VADDPS  Y8, Y3, Y3
	ADDQ    $32, DX
	ADDQ    $32, AX
	ADDQ    $32, BX
	DECQ    R12
	JNZ     eight

rest:
	TESTQ      R10, R10
	JZ         sum
	VMASKMOVPS (DX), Y15, Y4
	VMASKMOVPS (AX), Y15, Y5
	VMASKMOVPS (AX)(R9*1), Y15, Y6
	VMASKMOVPS (BX), Y15, Y7
	VMASKMOVPS (BX)(R9*1), Y15, Y8
	VMULPS     Y5, Y4, Y5
	VADDPS     Y5, Y0, Y0
	VMULPS     Y6, Y4, Y6
	VADDPS     Y6, Y1, Y1
	VMULPS     Y7, Y4, Y7
	VADDPS     Y7, Y2, Y2
	VMULPS     Y8, Y4, Y8
	VADDPS     Y8, Y3, Y3
	ADDQ       R10, DX

sum: // q[k] = part k + part k+4, then neighbours, then neighbours
	VEXTRACTF128 $1, Y0, X4
	VADDPS       X4, X0, X0
	VEXTRACTF128 $1, Y1, X5
	VADDPS       X5, X1, X1
	VEXTRACTF128 $1, Y2, X6
	VADDPS       X6, X2, X2
	VEXTRACTF128 $1, Y3, X7
	VADDPS       X7, X3, X3
	VHADDPS      X1, X0, X0
	VHADDPS      X3, X2, X2
	VHADDPS      X2, X0, X0
	VADDPS       (DI), X0, X0
	VMOVUPS      X0, (DI)
	ADDQ         R11, DI
	DECQ         CX
	JNZ          row
	VZEROUPPER
	RET

// The rows of constants.
#define NEGATIVE 0(DX)
#define FLOOR 32(DX)
#define ONE 64(DX)
#define TWO 96(DX)
#define LOG2E 128(DX)
#define ROUND 160(DX)
#define LN2HI 192(DX)
#define LN2LO 224(DX)

// EXP is expParts: of x in Y0 to s in Y1 and p in Y2, by way of n in Y3 and r in Y0. Y12 holds ROUND, Y13 holds 1, whose bits are 127<<23.
#define EXP \
	VMULPS LOG2E, Y0, Y1 \
	VADDPS Y12, Y1, Y1 \
	VSUBPS Y12, Y1, Y3 \
	VPSLLD $23, Y1, Y1 \
	VPADDD Y13, Y1, Y1 \
	VMULPS LN2HI, Y3, Y2 \
	VSUBPS Y2, Y0, Y0 \
	VMULPS LN2LO, Y3, Y2 \
	VSUBPS Y2, Y0, Y0 \
	VMULPS 256(DX), Y0, Y2 \
	VADDPS 288(DX), Y2, Y2 \
	VMULPS Y0, Y2, Y2 \
	VADDPS 320(DX), Y2, Y2 \
	VMULPS Y0, Y2, Y2 \
	VADDPS 352(DX), Y2, Y2 \
	VMULPS Y0, Y2, Y2 \
	VADDPS 384(DX), Y2, Y2 \
	VMULPS Y0, Y2, Y2 \
	VADDPS 416(DX), Y2, Y2 \
	VMULPS Y0, Y0, Y3 \
	VMULPS Y3, Y2, Y2 \
	VADDPS Y0, Y2, Y2

// SIGMOID is sigmoidGo of x in Y4 to Y4, and TANH tanhGo of x in Y4 to Y2, with the rows of constants in Y11 to Y15; both
// use Y0 to Y3. Of NaN and FLOOR, VMAXPS takes NaN in this order.
#define SIGMOID \
	VORPS     Y15, Y4, Y0 \
	VMAXPS    Y0, Y11, Y0 \
	EXP \
	VMULPS    Y1, Y2, Y2 \
	VADDPS    Y1, Y2, Y2 \
	VADDPS    Y13, Y2, Y3 \
	VBLENDVPS Y4, Y2, Y13, Y4 \
	VDIVPS    Y3, Y4, Y4

#define TANH \
	VORPS   Y15, Y4, Y0 \
	VADDPS  Y0, Y0, Y0 \
	VMAXPS  Y0, Y11, Y0 \
	EXP \
	VMULPS  Y1, Y2, Y2 \
	VSUBPS  Y13, Y1, Y1 \
	VADDPS  Y1, Y2, Y2 \
	VADDPS  Y14, Y2, Y3 \
	VDIVPS  Y3, Y2, Y2 \
	VANDNPS Y2, Y15, Y2 \
	VANDPS  Y15, Y4, Y4 \
	VORPS   Y4, Y2, Y2

#define CONSTANTS \
	VMOVUPS FLOOR, Y11 \
	VMOVUPS ROUND, Y12 \
	VMOVUPS ONE, Y13 \
	VMOVUPS TWO, Y14 \
	VMOVUPS NEGATIVE, Y15

// func sigmoid8(x *float32, eights int, c *[14][8]float32)
TEXT ·sigmoid8(SB), NOSPLIT, $0-24
	MOVQ x+0(FP), DI
	MOVQ eights+8(FP), CX
	MOVQ c+16(FP), DX
	CONSTANTS

eight:
	VMOVUPS (DI), Y4
	SIGMOID
	VMOVUPS Y4, (DI)
	ADDQ    $32, DI
	DECQ    CX
	JNZ     eight
	VZEROUPPER
	RET

// func tanh8(x *float32, eights int, c *[14][8]float32)
TEXT ·tanh8(SB), NOSPLIT, $0-24
	MOVQ x+0(FP), DI
	MOVQ eights+8(FP), CX
	MOVQ c+16(FP), DX
	CONSTANTS

eight:
	VMOVUPS (DI), Y4
	TANH
	VMOVUPS Y2, (DI)
	ADDQ    $32, DI
	DECQ    CX
	JNZ     eight
	VZEROUPPER
	RET

// func recur8(gates, before, cell, squash, out *float32, eights int, c *[14][8]float32)
// All curves of one kind come before the next kind: they do not wait for one another.
TEXT ·recur8(SB), NOSPLIT, $0-56
	MOVQ gates+0(FP), DI
	MOVQ before+8(FP), SI
	MOVQ cell+16(FP), R8
	MOVQ squash+24(FP), R9
	MOVQ out+32(FP), R10
	MOVQ eights+40(FP), R13
	MOVQ c+48(FP), DX
	MOVQ R13, R11
	SHLQ $5, R11           // from one gate to the next
	MOVQ DI, R12
	LEAQ (R13)(R13*2), CX
	CONSTANTS

gate:
	VMOVUPS (R12), Y4
	SIGMOID
	VMOVUPS Y4, (R12)
	ADDQ    $32, R12
	DECQ    CX
	JNZ     gate
	MOVQ    R13, CX

candidate:
	VMOVUPS (R12), Y4
	TANH
	VMOVUPS Y2, (R12)
	ADDQ    $32, R12
	DECQ    CX
	JNZ     candidate
	LEAQ    (DI)(R11*2), R12

eight:
	VMOVUPS (DI), Y5
	VMULPS  (R12)(R11*1), Y5, Y5
	VMOVUPS (DI)(R11*1), Y6
	VMULPS  (SI), Y6, Y6
	VADDPS  Y5, Y6, Y4
	VMOVUPS Y4, (R8)
	TANH
	VMOVUPS Y2, (R9)
	VMULPS  (R12), Y2, Y2
	VMOVUPS Y2, (R10)
	ADDQ    $32, DI
	ADDQ    $32, SI
	ADDQ    $32, R8
	ADDQ    $32, R9
	ADDQ    $32, R10
	ADDQ    $32, R12
	DECQ    R13
	JNZ     eight
	VZEROUPPER
	RET

// func add8(y, x *float32, eights int)
TEXT ·add8(SB), NOSPLIT, $0-24
	PAIR

eight:
	VMOVUPS (DI), Y0
	VADDPS  (SI), Y0, Y0
	NEXTPAIR

// func rectify8(x *float32, eights int)
// Of 0 and -0, and of anything and NaN, VMAXPS takes what stands first here: x.
TEXT ·rectify8(SB), NOSPLIT, $0-16
	MOVQ   x+0(FP), DI
	MOVQ   eights+8(FP), CX
	VXORPS Y1, Y1, Y1

eight:
	VMAXPS  (DI), Y1, Y0
	VMOVUPS Y0, (DI)
	ADDQ    $32, DI
	DECQ    CX
	JNZ     eight
	VZEROUPPER
	RET

// func greatest8(y, x *float32, eights int)
// Where x is not greater, VMAXPS takes what stands first here: y.
TEXT ·greatest8(SB), NOSPLIT, $0-24
	PAIR

eight:
	VMOVUPS (SI), Y0
	VMAXPS  (DI), Y0, Y0
	NEXTPAIR
