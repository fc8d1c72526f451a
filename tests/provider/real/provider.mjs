// A real, certified OpenID Connect provider for tests: `node provider.mjs PORT BACK`.
// It knows whoever is typed into its form, by that very subject, and takes any password.
import Provider from "oidc-provider";

const [port, back] = process.argv.slice(2);
const issuer = `http://127.0.0.1:${port}`;

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: "portal",
      client_secret: "a-secret-of-the-portal-for-tests",
      redirect_uris: [back],
      grant_types: ["authorization_code"],
      response_types: ["code"],
    },
  ],
  pkce: { required: () => true },
  features: { devInteractions: { enabled: true } },
  cookies: { keys: ["a-key-of-the-provider-for-tests"] },
  findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
});

provider.listen(Number(port), "127.0.0.1", () => console.log("ready"));
