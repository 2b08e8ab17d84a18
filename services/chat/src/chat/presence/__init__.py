"""Who is here, who looks at which ticket, who types."""
