/** Tests of conversations: whole clients at a hub in memory, and each part by itself. */
package parley.chat;
