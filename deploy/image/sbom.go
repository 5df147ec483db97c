package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"runtime/debug"
	"strings"
)

// The parts of an SPDX 2.3 document (spdx.github.io/spdx-spec/v2.3) that we fill.
type document struct {
	SPDXVersion       string         `json:"spdxVersion"`
	DataLicense       string         `json:"dataLicense"`
	SPDXID            string         `json:"SPDXID"`
	Name              string         `json:"name"`
	DocumentNamespace string         `json:"documentNamespace"`
	CreationInfo      creationInfo   `json:"creationInfo"`
	Packages          []spdxPackage  `json:"packages"`
	Relationships     []relationship `json:"relationships"`
}

type creationInfo struct {
	Created  string   `json:"created"`
	Creators []string `json:"creators"`
}

type spdxPackage struct {
	SPDXID           string        `json:"SPDXID"`
	Name             string        `json:"name"`
	VersionInfo      string        `json:"versionInfo"`
	DownloadLocation string        `json:"downloadLocation"`
	FilesAnalyzed    bool          `json:"filesAnalyzed"`
	ExternalRefs     []externalRef `json:"externalRefs,omitempty"`
}

type externalRef struct {
	Category string `json:"referenceCategory"`
	Type     string `json:"referenceType"`
	Locator  string `json:"referenceLocator"`
}

type relationship struct {
	Element string `json:"spdxElementId"`
	Type    string `json:"relationshipType"`
	Related string `json:"relatedSpdxElement"`
}

// billOfMaterials lists the modules that the linker put into a binary, as SPDX
// JSON.
func billOfMaterials(name, version string, info *debug.BuildInfo) ([]byte, error) {
	main := spdxPackage{SPDXID: "SPDXRef-main", Name: info.Main.Path, VersionInfo: version, DownloadLocation: "NOASSERTION"}
	doc := document{
		SPDXVersion: "SPDX-2.3", DataLicense: "CC0-1.0", SPDXID: "SPDXRef-DOCUMENT", Name: name + " " + version,
		CreationInfo:  creationInfo{Created: epoch.Format("2006-01-02T15:04:05Z"), Creators: []string{"Tool: rasad-image"}},
		Packages:      []spdxPackage{main, module("go", "stdlib", strings.TrimPrefix(info.GoVersion, "go"))},
		Relationships: []relationship{{"SPDXRef-DOCUMENT", "DESCRIBES", main.SPDXID}},
	}
	for _, dep := range info.Deps {
		if dep.Replace != nil && dep.Replace.Version == "" {
			continue // a module of this repository
		}
		doc.Packages = append(doc.Packages, module("golang", dep.Path, dep.Version))
	}
	for _, p := range doc.Packages[1:] {
		doc.Relationships = append(doc.Relationships, relationship{main.SPDXID, "DEPENDS_ON", p.SPDXID})
	}
	sum := sha256.New()
	if err := json.NewEncoder(sum).Encode(doc); err != nil {
		return nil, err
	}
	doc.DocumentNamespace = "https://github.com/rasad-project/rasad/spdx/" + name + "-" + hex.EncodeToString(sum.Sum(nil)[:8])
	return json.MarshalIndent(doc, "", " ")
}

func module(kind, path, version string) spdxPackage {
	id := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '.' {
			return r
		}
		return '-'
	}, path)
	return spdxPackage{
		SPDXID: "SPDXRef-" + id, Name: path, VersionInfo: version, DownloadLocation: "NOASSERTION",
		ExternalRefs: []externalRef{{"PACKAGE-MANAGER", "purl", "pkg:" + kind + "/" + path + "@" + version}},
	}
}
