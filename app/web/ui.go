package web

import (
	"compress/gzip"
	"errors"
	"io"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"

	"github.com/labstack/echo/v4"
)

const notBuilt = `<!doctype html><html lang="en"><meta charset="utf-8"><title>FleetBox</title>
<body style="font:1rem/1.6 system-ui;max-width:40rem;margin:4rem auto;padding:0 1rem">
<h1>The user interface is not built yet</h1>
<p>The box is running, but this binary was compiled without its office and phone apps. Build them and compile again:</p>
<pre>packaging/build</pre>`

// ServeUI serves the built apps: the office at / and the phone app at /phone/. Any address that is
// no file belongs to the app above it, which routes by itself.
func (s *Server) ServeUI(ui fs.FS) {
	_, err := fs.Stat(ui, "index.html")
	built := err == nil
	s.declared = append(s.declared, Declared{http.MethodGet, "/*", Anyone})
	s.echo.GET("/*", func(c echo.Context) error {
		if !built {
			return c.HTML(http.StatusOK, notBuilt)
		}
		return serveFile(c, ui)
	})
	s.echo.HEAD("/*", func(c echo.Context) error { return serveFile(c, ui) })
}

func serveFile(c echo.Context, ui fs.FS) error {
	name := strings.TrimPrefix(path.Clean("/"+c.Request().URL.Path), "/")
	if strings.HasPrefix(name, "api/") || strings.HasPrefix(name, "media/") {
		return echo.ErrNotFound
	}
	if !isFile(ui, name) && !isFile(ui, name+zipped) {
		if path.Ext(name) != "" && strings.HasPrefix(name, "assets/") {
			return echo.ErrNotFound // a file of another version: the app must not take HTML for it
		}
		name = "index.html"
		if strings.HasPrefix(c.Request().URL.Path, "/phone") {
			name = "phone/index.html"
		}
	}
	h := c.Response().Header()
	if strings.HasPrefix(name, "assets/") {
		h.Set(echo.HeaderCacheControl, "public, max-age=31536000, immutable") // their names carry a hash
	} else {
		h.Set(echo.HeaderCacheControl, "no-cache")
	}
	if kind := mime.TypeByExtension(path.Ext(name)); kind != "" {
		h.Set(echo.HeaderContentType, kind)
	}
	h.Add(echo.HeaderVary, echo.HeaderAcceptEncoding)
	accepted := c.Request().Header.Get(echo.HeaderAcceptEncoding)
	for _, encoding := range []struct{ name, suffix string }{{"br", ".br"}, {"gzip", zipped}} {
		if strings.Contains(accepted, encoding.name) && isFile(ui, name+encoding.suffix) {
			h.Set(echo.HeaderContentEncoding, encoding.name)
			http.ServeFileFS(c.Response(), c.Request(), ui, name+encoding.suffix)
			return nil
		}
	}
	if isFile(ui, name) {
		http.ServeFileFS(c.Response(), c.Request(), ui, name)
		return nil
	}
	return unzip(c, ui, name)
}

// zipped is the ending of a file that the build has compressed so that everything can read it.
const zipped = ".gz"

func isFile(ui fs.FS, name string) bool {
	info, err := fs.Stat(ui, name)
	return err == nil && !info.IsDir()
}

// unzip serves a file of which the build kept only compressed forms to the few that take none.
func unzip(c echo.Context, ui fs.FS, name string) (err error) {
	f, err := ui.Open(name + zipped)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	plain, err := gzip.NewReader(f)
	if err != nil {
		return err
	}
	c.Response().WriteHeader(http.StatusOK)
	if c.Request().Method == http.MethodHead {
		return nil
	}
	_, err = io.Copy(c.Response(), plain) //nolint:gosec // our own file, compiled in
	return err
}
