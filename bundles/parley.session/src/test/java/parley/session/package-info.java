/** Tests of the account's link. */
package parley.session;
