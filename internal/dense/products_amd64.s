#include "textflag.h"

// Products for one row of y: as many columns as registers hold, in one pass over the row of a. No VFMADD, as in kernels_amd64.s.

#define ROW \
	MOVQ y+0(FP), DI \
	MOVQ w+8(FP), SI \
	MOVQ a+16(FP), DX \
	MOVQ inner+24(FP), CX \
	MOVQ stride+32(FP), R9 \
	MOVQ along+40(FP), R11

#define NEXT \
	ADDQ R9, SI \
	ADDQ R11, DX \
	DECQ CX \
	JNZ  term

// EIGHT adds one factor (Y8) times eight numbers of w to eight of y.
#define EIGHT(at, to) \
	VMULPS at(SI), Y8, Y9 \
	VADDPS Y9, to, to

#define LOAD24 \
	VMOVUPS (DI), Y0 \
	VMOVUPS 32(DI), Y1 \
	VMOVUPS 64(DI), Y2

#define TERM24 \
	EIGHT(0, Y0) \
	EIGHT(32, Y1) \
	EIGHT(64, Y2)

#define STORE24 \
	VMOVUPS Y0, (DI) \
	VMOVUPS Y1, 32(DI) \
	VMOVUPS Y2, 64(DI)

#define LOAD32 \
	LOAD24 \
	VMOVUPS 96(DI), Y3

#define TERM32 \
	TERM24 \
	EIGHT(96, Y3)

#define STORE32 \
	STORE24 \
	VMOVUPS Y3, 96(DI)

#define LOAD48 \
	LOAD32 \
	VMOVUPS 128(DI), Y4 \
	VMOVUPS 160(DI), Y5

#define TERM48 \
	TERM32 \
	EIGHT(128, Y4) \
	EIGHT(160, Y5)

#define STORE48 \
	STORE32 \
	VMOVUPS Y4, 128(DI) \
	VMOVUPS Y5, 160(DI)

#define LOAD64 \
	LOAD48 \
	VMOVUPS 192(DI), Y6 \
	VMOVUPS 224(DI), Y7

#define TERM64 \
	TERM48 \
	EIGHT(192, Y6) \
	EIGHT(224, Y7)

#define STORE64 \
	STORE48 \
	VMOVUPS Y6, 192(DI) \
	VMOVUPS Y7, 224(DI)

// The same for terms instead of a row of a, see sparse.
#define TERMS \
	MOVQ y+0(FP), DI \
	MOVQ w+8(FP), BX \
	MOVQ terms+16(FP), DX \
	MOVQ n+24(FP), CX

#define FACTOR \
	MOVL         (DX), SI \
	VBROADCASTSS 4(DX), Y8 \
	ADDQ         BX, SI

#define NEXTTERM \
	ADDQ $8, DX \
	DECQ CX \
	JNZ  term

// SIXTEEN is EIGHT for 16 numbers.
#define SIXTEEN(at, to) \
	VMULPS at(SI), Z8, Z9 \
	VADDPS Z9, to, to

// PRODUCT and SPARSE are the products with the columns of LOAD, TERM and STORE.
#define PRODUCT(LOAD, TERM, STORE) \
	ROW \
	LOAD \
term: \
	VBROADCASTSS (DX), Y8 \
	TERM \
	NEXT \
	STORE \
	VZEROUPPER \
	RET

#define SPARSE(LOAD, TERM, STORE) \
	TERMS \
	LOAD \
term: \
	FACTOR \
	TERM \
	NEXTTERM \
	STORE \
	VZEROUPPER \
	RET

// func product1(y, w, a *float32, inner, stride, along int)
TEXT ·product1(SB), NOSPLIT, $0-48
	PRODUCT(LOAD64, TERM64, STORE64)

// func product48(y, w, a *float32, inner, stride, along int)
TEXT ·product48(SB), NOSPLIT, $0-48
	PRODUCT(LOAD48, TERM48, STORE48)

// func productHalf(y, w, a *float32, inner, stride, along int)
TEXT ·productHalf(SB), NOSPLIT, $0-48
	PRODUCT(LOAD32, TERM32, STORE32)

// func product24(y, w, a *float32, inner, stride, along int)
TEXT ·product24(SB), NOSPLIT, $0-48
	PRODUCT(LOAD24, TERM24, STORE24)

// func productTail(y, w, a *float32, inner, stride, along int, mask *int32)
// What the mask leaves out is neither read nor written.
TEXT ·productTail(SB), NOSPLIT, $0-56
	ROW
	MOVQ       mask+48(FP), AX
	VMOVDQU    (AX), Y15
	VMASKMOVPS (DI), Y15, Y0

term:
	VBROADCASTSS (DX), Y8
	VMASKMOVPS   (SI), Y15, Y9
	VMULPS       Y9, Y8, Y9
	VADDPS       Y9, Y0, Y0
	NEXT

	VMASKMOVPS Y0, Y15, (DI)
	VZEROUPPER
	RET

// func terms64(y, w *float32, terms *term, n int)
TEXT ·terms64(SB), NOSPLIT, $0-32
	SPARSE(LOAD64, TERM64, STORE64)

// func terms32(y, w *float32, terms *term, n int)
TEXT ·terms32(SB), NOSPLIT, $0-32
	SPARSE(LOAD32, TERM32, STORE32)

// func product1Wide(y, w, a *float32, inner, stride, along int)
TEXT ·product1Wide(SB), NOSPLIT, $0-48
	ROW
	VMOVUPS (DI), Z0
	VMOVUPS 64(DI), Z1
	VMOVUPS 128(DI), Z2
	VMOVUPS 192(DI), Z3
	VMOVUPS 256(DI), Z4
	VMOVUPS 320(DI), Z5
	VMOVUPS 384(DI), Z6
	VMOVUPS 448(DI), Z7

term:
	VBROADCASTSS (DX), Z8
	SIXTEEN(0, Z0)
	SIXTEEN(64, Z1)
	SIXTEEN(128, Z2)
	SIXTEEN(192, Z3)
	SIXTEEN(256, Z4)
	SIXTEEN(320, Z5)
	SIXTEEN(384, Z6)
	SIXTEEN(448, Z7)
	NEXT
	VMOVUPS Z0, (DI)
	VMOVUPS Z1, 64(DI)
	VMOVUPS Z2, 128(DI)
	VMOVUPS Z3, 192(DI)
	VMOVUPS Z4, 256(DI)
	VMOVUPS Z5, 320(DI)
	VMOVUPS Z6, 384(DI)
	VMOVUPS Z7, 448(DI)
	VZEROUPPER
	RET
