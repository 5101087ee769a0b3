#include "textflag.h"

// The kernels of rowSumsGo in AVX2. Whole numbers add up to the same in any order. The callers pass no empty counts.

#define ARGUMENTS \
	MOVQ sums+0(FP), DI \
	MOVQ table+8(FP), SI \
	MOVQ rows+16(FP), DX \
	MOVQ n+24(FP), CX

// ADD adds eight numbers of the row at SI + AX to those of to.
#define ADD(numbers, to) \
	VPMOVSXWD numbers(SI)(AX*1), Y8 \
	VPADDD    Y8, to, to

// NEXT goes to the next row.
#define NEXT \
	ADDQ $4, DX \
	DECQ CX \
	JNZ  row

// func rowSums64(sums *int32, table *int16, rows *uint32, n, stride int)
TEXT ·rowSums64(SB), NOSPLIT, $0-40
	ARGUMENTS
	MOVQ    stride+32(FP), R9
	VMOVDQU (DI), Y0
	VMOVDQU 32(DI), Y1
	VMOVDQU 64(DI), Y2
	VMOVDQU 96(DI), Y3
	VMOVDQU 128(DI), Y4
	VMOVDQU 160(DI), Y5
	VMOVDQU 192(DI), Y6
	VMOVDQU 224(DI), Y7

row:
	MOVL  (DX), AX
	IMULQ R9, AX
	ADD(0, Y0)
	ADD(16, Y1)
	ADD(32, Y2)
	ADD(48, Y3)
	ADD(64, Y4)
	ADD(80, Y5)
	ADD(96, Y6)
	ADD(112, Y7)
	NEXT

	VMOVDQU Y0, (DI)
	VMOVDQU Y1, 32(DI)
	VMOVDQU Y2, 64(DI)
	VMOVDQU Y3, 96(DI)
	VMOVDQU Y4, 128(DI)
	VMOVDQU Y5, 160(DI)
	VMOVDQU Y6, 192(DI)
	VMOVDQU Y7, 224(DI)
	VZEROUPPER
	RET

// func rowSums16(sums *int32, table *int16, rows *uint32, n, stride int)
TEXT ·rowSums16(SB), NOSPLIT, $0-40
	ARGUMENTS
	MOVQ    stride+32(FP), R9
	VMOVDQU (DI), Y0
	VMOVDQU 32(DI), Y1

row:
	MOVL  (DX), AX
	IMULQ R9, AX
	ADD(0, Y0)
	ADD(16, Y1)
	NEXT

	VMOVDQU Y0, (DI)
	VMOVDQU Y1, 32(DI)
	VZEROUPPER
	RET
