package web

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"log/slog"
	"math/big"
	"net/http"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// certificate writes a certificate for this machine and its key, and returns their files.
func certificate(t *testing.T) (cert, key string) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour)}
	public, err := x509.CreateCertificate(rand.Reader, template, template, &private.PublicKey, private)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	write := func(name, kind string, data []byte) string {
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: data}), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	return write("cert.pem", "CERTIFICATE", public), write("key.pem", "PRIVATE KEY", secret)
}

// Who listens beyond this machine in the clear is warned, and nobody else.
func TestListening(t *testing.T) {
	cert, key := certificate(t)
	proxy := []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}
	client := http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}}
	for _, x := range []struct {
		address Address
		proxies []netip.Prefix
		warns   bool
	}{
		{Address{Listen: "127.0.0.1:0"}, nil, false},
		{Address{Listen: "0.0.0.0:0"}, nil, true},
		{Address{Listen: "0.0.0.0:0"}, proxy, false},
		{Address{Listen: "0.0.0.0:0", Cert: cert, Key: key}, nil, false},
	} {
		var log bytes.Buffer
		s := shipped(t, Options{Proxies: x.proxies, Log: slog.New(slog.NewTextHandler(&log, nil))})
		ctx, stop := context.WithCancel(t.Context())
		err := s.Run(ctx, x.address, func(url string) {
			resp, err := client.Get(url + "/healthz")
			if err != nil || resp.StatusCode != http.StatusOK {
				t.Errorf("%+v: %v", x.address, err)
			}
			if strings.HasPrefix(url, "https://") != (x.address.Cert != "") {
				t.Errorf("%+v is served at %s", x.address, url)
			}
			stop()
		})
		if err != nil {
			t.Errorf("%+v: %v", x.address, err)
		}
		if warned := strings.Contains(log.String(), "without TLS"); warned != x.warns {
			t.Errorf("%+v: warned %v:\n%s", x.address, warned, &log)
		}
	}
}
