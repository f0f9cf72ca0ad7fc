"""Documents from Word templates: which a case calls for, filling them with its data, previews, the centre's own templates."""
