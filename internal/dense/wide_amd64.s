#include "textflag.h"

// The products of kernels_amd64.s with vectors of 16 numbers, in the same order: twice the columns at once.

// Vectors of 16 numbers, for product4Wide.
#define V0 Z0
#define V1 Z1
#define V2 Z2
#define V3 Z3
#define V4 Z4
#define V5 Z5
#define V6 Z6
#define V7 Z7
#define V8 Z8
#define V9 Z9
#define V10 Z10
#define V11 Z11
#define V12 Z12
#define STEP 64

// func product4Wide(y, w, a *float32, fours, inner, stride, down, along int)
TEXT ·product4Wide(SB), NOSPLIT, $0-64
#include "product4_amd64.h"
