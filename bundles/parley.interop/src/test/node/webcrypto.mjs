// Before Node 20 there is no global crypto. A module of its own, so that it runs before those that look for it.
import { webcrypto } from "node:crypto";

globalThis.crypto ??= webcrypto;
