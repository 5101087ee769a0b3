package access

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strings"

	"golang.org/x/crypto/argon2"
)

// Cost of a hash: 64 MiB and three passes, as RFC 9106 recommends where memory is scarce (its second choice), so that a
// guess costs an attacker what it costs us.
const (
	passes  = 3
	memory  = 64 << 10 // KiB
	threads = 2
	saltLen = 16
	keyLen  = 32
)

// MinPassword is the least length of a password, in bytes.
const MinPassword = 10

// Hash makes the hash of a password in the usual form ($argon2id$v=19$m=…,t=…,p=…$salt$key), with a salt of its own.
func Hash(password string) (string, error) {
	if len(password) < MinPassword {
		return "", fmt.Errorf("access: a password has at least %d letters", MinPassword)
	}
	salt := make([]byte, saltLen)
	_, _ = rand.Read(salt) // never fails (crypto/rand)
	key := argon2.IDKey([]byte(password), salt, passes, memory, threads, keyLen)
	b64 := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, memory, passes, threads, b64(salt), b64(key)), nil
}

// Verify tells whether a password has this hash. A hash that cannot be read fits no password.
func Verify(hash, password string) bool {
	p := strings.Split(hash, "$")
	if len(p) != 6 || p[1] != "argon2id" {
		return false
	}
	var version int
	var m, t uint32
	var n uint8
	if _, err := fmt.Sscanf(p[2], "v=%d", &version); err != nil || version != argon2.Version {
		return false
	}
	if _, err := fmt.Sscanf(p[3], "m=%d,t=%d,p=%d", &m, &t, &n); err != nil || m > 1<<20 || t == 0 || t > 16 || n == 0 {
		return false
	}
	salt, err1 := base64.RawStdEncoding.DecodeString(p[4])
	key, err2 := base64.RawStdEncoding.DecodeString(p[5])
	if err1 != nil || err2 != nil || len(key) < 16 {
		return false
	}
	return subtle.ConstantTimeCompare(argon2.IDKey([]byte(password), salt, t, m, n, uint32(len(key))), key) == 1
}

// nobody is what a password is compared with when there is nobody of the name: it takes as long as for somebody.
const nobody = "$argon2id$v=19$m=65536,t=3,p=2$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

// secret makes 256 bits of chance, written for cookies and headers.
func secret() string {
	b := make([]byte, 32)
	_, _ = rand.Read(b) // never fails (crypto/rand)
	return base64.RawURLEncoding.EncodeToString(b)
}

// hashOf is what is kept of a secret that is chance itself: it needs no slow hash.
func hashOf(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}
