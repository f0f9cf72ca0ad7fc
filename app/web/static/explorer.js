// The explorer of the REST interface, from our own files only.
const explorer = document.getElementById('explorer');

window.SwaggerUIBundle({
  domNode: explorer,
  url: explorer.dataset.description,
  deepLinking: true,
  persistAuthorization: false,
  validatorUrl: null,
  docExpansion: 'list',
  defaultModelsExpandDepth: 0,
});
