package entity

import "onrecord/internal/doc"

func (f *Finder) link(d *doc.Document) {}
