package web

import (
	"path"
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// schemaName names a type in the API's description. In Go a view is called by its package
// (interventions.RowView); outside there is no package, so its name says whose it is (InterventionRow).
func schemaName(t reflect.Type, hint string) string {
	name := huma.DefaultSchemaNamer(t, hint)
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	if base, isView := strings.CutSuffix(t.Name(), "View"); isView {
		domain := strings.TrimSuffix(path.Base(t.PkgPath()), "s")
		return strings.ToUpper(domain[:1]) + domain[1:] + base
	}
	return name
}
