package web

import "net/http"

func (s *Server) api() map[string]map[string]http.HandlerFunc               { return nil }
func (s *Server) cors(methods map[string]http.HandlerFunc) http.HandlerFunc { return nil }
