package web

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"golang.org/x/sync/errgroup"
)

// An Address says where to listen.
type Address struct {
	Listen     string // "127.0.0.1:8080"
	Operations string // for Server.Operations as well; empty: nowhere
	Cert, Key  string // files of a TLS certificate and its key; empty: plain HTTP
}

// drain is how long the answers in flight may take when the server is told to stop.
const drain = 10 * time.Second

// Run serves until ctx ends, and then as long as the answers in flight take. The error is
// a sentence for the operator. Ready is told the page's address once it can be asked.
func (s *Server) Run(ctx context.Context, a Address, ready func(url string)) error {
	var certificate *tls.Config
	if a.Cert != "" || a.Key != "" {
		pair, err := tls.LoadX509KeyPair(a.Cert, a.Key)
		if err != nil {
			return fmt.Errorf("--tls-cert and --tls-key: %w", err)
		}
		certificate = &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12}
	}
	pages, err := net.Listen("tcp", a.Listen)
	if err != nil {
		return fmt.Errorf("--listen: %w", err)
	}
	defer pages.Close()
	scheme := "http://"
	if certificate != nil {
		scheme = "https://"
	} else if !loopback(pages.Addr()) && len(s.opts.Proxies) == 0 {
		s.log.Warn("what is asked can be read on the way: this listens beyond this machine without TLS; give --tls-cert and --tls-key, or --trusted-proxy for a proxy that has them", "listen", pages.Addr().String())
	}
	var handler http.Handler = s
	if loopback(pages.Addr()) && len(s.opts.Proxies) == 0 {
		handler = local(s)
	}
	servers := map[net.Listener]*http.Server{pages: bounded(handler, certificate, s.opts.Timeout)}
	if a.Operations != "" {
		operations, err := net.Listen("tcp", a.Operations)
		if err != nil {
			return fmt.Errorf("--operations: %w", err)
		}
		defer operations.Close()
		servers[operations] = bounded(s.Operations(), nil, 0)
	}
	g, gctx := errgroup.WithContext(ctx)
	for l, server := range servers {
		g.Go(func() error { return serve(l, server) })
	}
	g.Go(func() error {
		s.Warm()
		s.log.Info("ready", "url", scheme+pages.Addr().String())
		return nil
	})
	if ready != nil {
		ready(scheme + pages.Addr().String())
	}
	<-gctx.Done()
	s.mind.state.Store(stopping)
	s.log.Info("stopping: the answers in flight are sent")
	end, cancel := context.WithTimeout(context.WithoutCancel(ctx), drain)
	defer cancel()
	for _, server := range servers {
		if err := server.Shutdown(end); err != nil {
			server.Close()
		}
	}
	err = g.Wait()
	s.mind.kept.keeping.Wait()
	s.articles.stages.close()
	return err
}

func serve(l net.Listener, server *http.Server) error {
	var err error
	if server.TLSConfig != nil {
		err = server.ServeTLS(l, "", "")
	} else {
		err = server.Serve(l)
	}
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}

// bounded returns an HTTP server that no slow client can hold up. Work is how long an
// answer may be worked on before it is sent.
func bounded(h http.Handler, certificate *tls.Config, work time.Duration) *http.Server {
	return &http.Server{
		Handler: h, TLSConfig: certificate, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 10 * time.Second,
		WriteTimeout: work + 30*time.Second, IdleTimeout: 90 * time.Second, MaxHeaderBytes: 32 << 10,
	}
}

func loopback(a net.Addr) bool {
	tcp, ok := a.(*net.TCPAddr)
	return ok && tcp.IP.IsLoopback()
}
