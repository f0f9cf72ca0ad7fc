"""Forms: a form-js schema compiled to a check of answers that believes nothing the browser says (docs/adr/0005)."""

from app.forms.form import FieldInfo, Form, compile_form
from app.forms.problems import problems_of

__all__ = ["FieldInfo", "Form", "compile_form", "problems_of"]
