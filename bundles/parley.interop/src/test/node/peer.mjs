// ts-mls as a peer: reads calls, one a line, and answers each by a line. Words stand apart by one space: a peer's name,
// the call, its arguments; then "ok" and what the call gave, or "error" and why. Bytes are base64, a list is [a,b], and
// what is not there is "-". Each peer is in one group at a time.
import "./webcrypto.mjs";
import { createInterface } from "node:readline";
import { p256, p384, p521 } from "@noble/curves/nist.js";
import * as mls from "ts-mls";

const names = Object.fromEntries(Object.entries(mls.ciphersuites).map(([name, id]) => [id, name]));
const base64 = (bytes) => Buffer.from(bytes).toString("base64");
const bytes = (text) => new Uint8Array(Buffer.from(text, "base64"));
const encode = (message) => base64(mls.encode(mls.mlsMessageEncoder, message));

function decode(text) {
  const decoded = mls.decode(mls.mlsMessageDecoder, bytes(text));
  if (decoded === undefined) throw new Error("not an MLSMessage");
  return decoded;
}

// ts-mls takes the content of external_pub for the key itself; RFC 9420 section 12.4.3.2 has it in a vector. A key may
// well begin as if it were one, so that its length decides.
const publicKeyLengths = { 1: 32, 2: 65, 3: 32, 4: 56, 5: 133, 6: 56, 7: 97, 0xf00d: 1216 };

function unwrap(id, key) {
  const prefix = key.length - publicKeyLengths[id];
  return prefix === 1 || prefix === 2 ? key.slice(prefix) : key;
}

// Its ECDSA keys are compressed points; RFC 9420 section 5.1.1 has them uncompressed.
function uncompressed(id, { signKey, publicKey }) {
  const curve = { 2: p256, 5: p521, 7: p384 }[id];
  return { signKey, publicKey: curve === undefined ? publicKey : curve.getPublicKey(signKey, false) };
}

async function suiteOf(id) {
  const suite = await mls.getCiphersuiteImpl(names[id], mls.nobleCryptoProvider);
  const hpke = { ...suite.hpke, importPublicKey: (key) => suite.hpke.importPublicKey(unwrap(id, key)) };
  return { ...suite, hpke };
}

class Peer {
  constructor(name) {
    this.name = name;
    this.psks = {};
  }

  async context(id) {
    return {
      cipherSuite: await suiteOf(id ?? this.state.groupContext.cipherSuite),
      authService: mls.unsafeTestingAuthenticationService,
      externalPsks: this.psks,
    };
  }

  async fresh(id) {
    const cipherSuite = await suiteOf(id);
    this.own = await mls.generateKeyPackageWithKey({
      credential: { credentialType: mls.defaultCredentialTypes.basic, identity: new TextEncoder().encode(this.name) },
      cipherSuite,
      signatureKeyPair: uncompressed(id, await cipherSuite.signature.keygen()),
    });
    return this.own;
  }

  // A commit, the Welcome for whom it adds, and the tree: ts-mls can put it into the former only.
  made({ newState, commit, welcome }) {
    this.state = newState;
    const tree = mls.encode(ratchetTreeEncoder, newState.ratchetTree);
    return [encode(commit), welcome === undefined ? "-" : encode(welcome), base64(tree)];
  }

  calls = {
    keyPackage: async (suite) => {
      const { publicPackage } = await this.fresh(Number(suite));
      return encode({
        version: mls.protocolVersions.mls10,
        wireformat: mls.wireformats.mls_key_package,
        keyPackage: publicPackage,
      });
    },

    knows: async (id, psk) => {
      this.psks[mls.bytesToBase64(bytes(id))] = bytes(psk);
    },

    create: async (suite, groupId) => {
      const { publicPackage, privatePackage } = await this.fresh(Number(suite));
      this.state = await mls.createGroup({
        context: await this.context(publicPackage.cipherSuite),
        groupId: bytes(groupId),
        keyPackage: publicPackage,
        privateKeyPackage: privatePackage,
      });
    },

    join: async (welcome, tree) => {
      this.state = await mls.joinGroup({
        context: await this.context(this.own.publicPackage.cipherSuite),
        welcome: decode(welcome).welcome,
        keyPackage: this.own.publicPackage,
        privateKeys: this.own.privatePackage,
        ratchetTree: decodeTree(tree),
      });
    },

    commit: async (adds, removes, psks) => {
      const context = await this.context();
      const { add, remove, psk } = mls.defaultProposalTypes;
      const extraProposals = [
        ...adds.map((it) => ({ proposalType: add, add: { keyPackage: decode(it).keyPackage } })),
        ...removes.map((removed) => ({ proposalType: remove, remove: { removed: Number(removed) } })),
        ...psks.map((id) => ({
          proposalType: psk,
          psk: {
            preSharedKeyId: {
              psktype: mls.pskTypes.external,
              pskId: bytes(id),
              pskNonce: context.cipherSuite.rng.randomBytes(context.cipherSuite.kdf.size),
            },
          },
        })),
      ];
      return this.made(await mls.createCommit({ context, state: this.state, extraProposals }));
    },

    proposeAdd: async (keyPackage) =>
      this.propose({
        proposalType: mls.defaultProposalTypes.add,
        add: { keyPackage: decode(keyPackage).keyPackage },
      }),

    proposeRemove: async (leaf) =>
      this.propose({ proposalType: mls.defaultProposalTypes.remove, remove: { removed: Number(leaf) } }),

    say: async (data) => {
      const { newState, message } = await mls.createApplicationMessage({
        context: await this.context(),
        state: this.state,
        message: bytes(data),
      });
      this.state = newState;
      return encode(message);
    },

    // processMessage loses pre-shared keys for private commits: the two kinds are told apart here.
    take: async (text) => {
      const context = await this.context();
      const message = decode(text);
      const result =
        message.wireformat === mls.wireformats.mls_private_message
          ? await mls.processPrivateMessage({ context, state: this.state, privateMessage: message.privateMessage })
          : await mls.processPublicMessage({ context, state: this.state, publicMessage: message.publicMessage });
      this.state = result.newState;
      return result.kind === "applicationMessage" ? base64(result.message) : null;
    },

    epochAuthenticator: async () => base64(this.state.keySchedule.epochAuthenticator),

    leaf: async () => this.state.privatePath.leafIndex,

    groupInfo: async () => {
      const { cipherSuite } = await this.context();
      const info = await mls.createGroupInfoWithExternalPubAndRatchetTree(this.state, [], cipherSuite);
      const { external_pub } = mls.defaultExtensionTypes;
      const extensions = info.extensions.map((it) =>
        it.extensionType === external_pub ? { ...it, extensionData: wrap(it.extensionData) } : it,
      );
      const groupInfo = await signGroupInfo(
        { ...info, extensions },
        this.state.signaturePrivateKey,
        cipherSuite.signature,
      );
      return encode({ version: mls.protocolVersions.mls10, wireformat: mls.wireformats.mls_group_info, groupInfo });
    },

    joinExternally: async (suite, groupInfo) => {
      const { publicPackage, privatePackage } = await this.fresh(Number(suite));
      const { newState, publicMessage } = await mls.joinGroupExternal({
        context: await this.context(publicPackage.cipherSuite),
        groupInfo: decode(groupInfo).groupInfo,
        keyPackage: publicPackage,
        privateKeys: privatePackage,
        resync: false,
      });
      this.state = newState;
      return encode({
        version: mls.protocolVersions.mls10,
        wireformat: mls.wireformats.mls_public_message,
        publicMessage,
      });
    },

    reInit: async (groupId, suite) => {
      const made = await mls.reinitGroup({
        context: await this.context(),
        state: this.state,
        groupId: bytes(groupId),
        version: "mls10",
        cipherSuite: names[suite],
      });
      return this.made(made)[0];
    },

    succeed: async (keyPackages) => {
      const { reinit } = this.state.groupActiveState;
      const { publicPackage, privatePackage } = await this.fresh(reinit.cipherSuite);
      return this.made(
        await mls.reinitCreateNewGroup({
          context: await this.context(reinit.cipherSuite),
          state: this.state,
          keyPackage: publicPackage,
          privateKeyPackage: privatePackage,
          memberKeyPackages: keyPackages.map((it) => decode(it).keyPackage),
          groupId: reinit.groupId,
          cipherSuite: names[reinit.cipherSuite],
          provider: mls.nobleCryptoProvider,
        }),
      );
    },

    joinSuccessor: async (welcome, tree) => {
      const { publicPackage, privatePackage } = this.own;
      this.state = await mls.joinGroupFromReinit({
        context: await this.context(publicPackage.cipherSuite),
        suspendedState: this.state,
        welcome: decode(welcome).welcome,
        keyPackage: publicPackage,
        privateKeyPackage: privatePackage,
        ratchetTree: decodeTree(tree),
        provider: mls.nobleCryptoProvider,
      });
    },
  };

  async propose(proposal) {
    const { newState, message } = await mls.createProposal({ context: await this.context(), state: this.state, proposal });
    this.state = newState;
    return encode(message);
  }
}

// What ts-mls does not export: the tree's own encoding, and the signature of a GroupInfo.
const home = new URL("./node_modules/ts-mls/dist/src/", import.meta.url);
const { ratchetTreeEncoder, ratchetTreeDecoder } = await import(new URL("ratchetTree.js", home));
const { signGroupInfo } = await import(new URL("groupInfo.js", home));
const decodeTree = (tree) => mls.decode(ratchetTreeDecoder, bytes(tree));

function wrap(key) {
  const prefix = key.length < 64 ? [key.length] : [0x40 | (key.length >> 8), key.length & 0xff];
  return new Uint8Array([...prefix, ...key]);
}

function argument(word) {
  if (word.startsWith("[")) return word === "[]" ? [] : word.slice(1, -1).split(",");
  return word;
}

const peers = new Map();
for await (const line of createInterface({ input: process.stdin })) {
  const [peer, call, ...words] = line.split(" ");
  if (!peers.has(peer)) peers.set(peer, new Peer(peer));
  let answer;
  try {
    const given = await peers.get(peer).calls[call](...words.map(argument));
    answer = ["ok", ...(given instanceof Array ? given : [given ?? "-"])].join(" ");
  } catch (error) {
    answer = `error ${base64(String(error?.stack ?? error))}`;
  }
  process.stdout.write(answer + "\n");
}
