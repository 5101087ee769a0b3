package alert

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"time"
)

// secretPrefix begins a secret in its written form; base64 follows.
const secretPrefix = "whsec_"

// GraceTime is how long a secret that was replaced signs besides the new one.
const GraceTime = 24 * time.Hour

// NewSecret makes a secret of 256 bits of chance.
func NewSecret() string {
	b := make([]byte, 32)
	_, _ = rand.Read(b) // never fails (crypto/rand)
	return secretPrefix + base64.StdEncoding.EncodeToString(b)
}

// Sign makes the signatures of a message as Standard Webhooks 1.0 has them, one for each secret with a space between: "v1,"
// and the base64 of HMAC-SHA256 over "id.stamp.body", the key being the bytes that the secret's base64 stands for.
// stamp is the time of sending in seconds since 1970.
func Sign(secrets []string, id, stamp string, body []byte) (string, error) {
	var out []string
	for _, s := range secrets {
		key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(s, secretPrefix))
		if err != nil || len(key) == 0 {
			return "", errors.New("there is no secret to sign with, or it is damaged: make a new one")
		}
		mac := hmac.New(sha256.New, key)
		fmt.Fprintf(mac, "%s.%s.", id, stamp)
		mac.Write(body)
		out = append(out, "v1,"+base64.StdEncoding.EncodeToString(mac.Sum(nil)))
	}
	return strings.Join(out, " "), nil
}
