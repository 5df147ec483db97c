package main

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
)

const head = `# Policies

Made from deploy/k8s by ` + "`make k8s-policies`" + `; ` + "`make k8s-test`" + ` applies the overlays to an API server and holds what is there to this page.

## On the network

Every Pod is in a namespace where nothing passes but what a policy names. A policy is on the Pods with its labels; ingress is from, egress to the peer.
`

const account = `
## In Kubernetes

No Pod has a token of its ServiceAccount, and no overlay has a Role, a ClusterRole or a binding. The level of the namespace is restricted.

| overlay | object | token |
|---|---|---|
`

const bus = `
## On the bus

Users of the cluster's NATS, each known by an nkey. What is not listed is refused.

| user | may publish to | may subscribe to |
|---|---|---|
`

// page is docs/POLICIES.md for the objects of each overlay and a users.conf.
func page(objects map[string][]object, conf string) string {
	var b strings.Builder
	b.WriteString(head)
	for _, overlay := range overlays {
		fmt.Fprintf(&b, "\n### %s\n\n%s", overlay, network(objects[overlay]))
	}
	b.WriteString(account)
	for _, overlay := range overlays {
		b.WriteString(rights(overlay, objects[overlay]))
	}
	b.WriteString(bus)
	for _, u := range usersOf(conf) {
		fmt.Fprintf(&b, "| %s | %s | %s |\n", u.name, code(u.publish), code(u.subscribe))
	}
	return b.String()
}

// network is the table of the NetworkPolicies among objects.
func network(objects []object) string {
	var b strings.Builder
	b.WriteString("| policy | on | direction | peer | ports |\n|---|---|---|---|---|\n")
	for _, o := range ofKind(objects, "NetworkPolicy") {
		on := labels(o.Spec["podSelector"])
		for _, direction := range []string{"Ingress", "Egress"} {
			if !slices.Contains(list(o.Spec["policyTypes"]), any(direction)) {
				continue
			}
			rules := list(o.Spec[strings.ToLower(direction)])
			if len(rules) == 0 {
				fmt.Fprintf(&b, "| %s | %s | %s | nobody | |\n", o.Metadata.Name, on, strings.ToLower(direction))
			}
			for _, rule := range rules {
				peers := list(field(rule, "from"))
				if direction == "Egress" {
					peers = list(field(rule, "to"))
				}
				for _, p := range peers {
					fmt.Fprintf(&b, "| %s | %s | %s | %s | %s |\n", o.Metadata.Name, on, strings.ToLower(direction), peer(p), ports(field(rule, "ports")))
				}
			}
		}
	}
	return b.String()
}

// peer names who is on the other end.
func peer(p any) string {
	if block := field(p, "ipBlock"); block != nil {
		s := fmt.Sprint(field(block, "cidr"))
		if except := list(field(block, "except")); len(except) > 0 {
			s += " but for " + join(except)
		}
		return s
	}
	s := labels(field(p, "podSelector"))
	if in := field(p, "namespaceSelector"); in != nil {
		s += " in " + strings.Replace(labels(in), "all", "any namespace", 1)
	}
	return s
}

func labels(selector any) string {
	match, _ := field(selector, "matchLabels").(map[string]any)
	var all []string
	for _, name := range slices.Sorted(maps.Keys(match)) {
		all = append(all, fmt.Sprintf("%s=%v", name, match[name]))
	}
	return cmp.Or(strings.Join(all, ", "), "all")
}

func ports(p any) string {
	var all []string
	for _, port := range list(p) {
		all = append(all, fmt.Sprintf("%v/%v", field(port, "port"), field(port, "protocol")))
	}
	return strings.Join(all, ", ")
}

// rights are the rows of what may do anything in Kubernetes.
func rights(overlay string, objects []object) string {
	var b strings.Builder
	for _, kind := range []string{"ServiceAccount", "Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding"} {
		for _, o := range ofKind(objects, kind) {
			token := "mounted"
			if auto := o.AutomountServiceAccountToken; auto != nil && !*auto {
				token = "not mounted"
			}
			fmt.Fprintf(&b, "| %s | %s %s | %s |\n", overlay, kind, o.Metadata.Name, token)
		}
	}
	return b.String()
}

// user is one of users.conf.
type user struct {
	name               string
	publish, subscribe []string
}

// usersOf reads a users.conf, a word on a line as ours has it.
func usersOf(conf string) []user {
	var all []user
	for line := range strings.Lines(conf) {
		line = strings.TrimSpace(line)
		if name, ok := strings.CutPrefix(line, "nkey: $NKEY_"); ok {
			all = append(all, user{name: strings.ToLower(name)})
		}
		if rest, ok := strings.CutPrefix(line, "subscribe: ["); ok {
			all[len(all)-1].subscribe = strings.Fields(strings.NewReplacer(`"`, "", "]", "", ",", "").Replace(rest))
		}
		if strings.HasPrefix(line, `"`) {
			all[len(all)-1].publish = append(all[len(all)-1].publish, strings.Trim(line, `"`))
		}
	}
	return all
}

func code(subjects []string) string { return "`" + strings.Join(subjects, "` `") + "`" }

func ofKind(objects []object, kind string) []object {
	var all []object
	for _, o := range objects {
		if o.Kind == kind {
			all = append(all, o)
		}
	}
	slices.SortFunc(all, func(a, b object) int { return cmp.Compare(a.Metadata.Name, b.Metadata.Name) })
	return all
}

func field(of any, name string) any {
	m, _ := of.(map[string]any)
	return m[name]
}

func list(of any) []any {
	l, _ := of.([]any)
	return l
}

func join(all []any) string {
	s := make([]string, len(all))
	for i, x := range all {
		s[i] = fmt.Sprint(x)
	}
	return strings.Join(s, ", ")
}
