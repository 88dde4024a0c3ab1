// Package embed hands out everything that is compiled into the binary, as file systems.
// It holds no logic: whoever reads a file decides what it means.
package embed

import (
	"embed"
	"io/fs"
)

//go:embed migrations/*.sql
var migrations embed.FS

//go:embed locales
var locales embed.FS

//go:embed checklists/*.json
var checklists embed.FS

//go:embed pages
var pages embed.FS

// The web folder also holds sources; all:web/dist fails to compile in a clone whose UI was not built,
// so the folder carries a committed marker (dist/.keep).
//
//go:embed all:web/dist
var web embed.FS

//go:embed demo/*.json demo/*.jpg demo/*.mp4
var demo embed.FS

// Migrations returns the SQL migrations, one file each, at its root.
func Migrations() fs.FS { return sub(migrations, "migrations") }

// Locales returns the catalogues.
func Locales() fs.FS { return sub(locales, "locales") }

// Checklists returns the built-in checklists, one JSON file each.
func Checklists() fs.FS { return sub(checklists, "checklists") }

// Pages returns the templates and styles of the customer page and the mails.
func Pages() fs.FS { return sub(pages, "pages") }

// Web returns the built office and phone apps; without index.html when the UI was not built.
func Web() fs.FS { return sub(web, "web/dist") }

// Demo returns pictures, videos and brand marks of the demonstration dealership.
func Demo() fs.FS { return sub(demo, "demo") }

func sub(fsys embed.FS, dir string) fs.FS {
	out, err := fs.Sub(fsys, dir)
	if err != nil {
		panic(err) // a constant path of a compiled-in folder
	}
	return out
}
