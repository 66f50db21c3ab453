package parley.crypto;

import java.util.Optional;

/**
 * What honest suites answer, in hexadecimal. The values are those of RFC 4231, 5869, 6979, 8032, 8439 and 9180 and of
 * the GCM specification; where these have none (HKDF over SHA-384 and SHA-512; HPKE of suites 4, 6 and 7), of OpenSSL;
 * HPKE with X-Wing of hpke-js.
 */
record SuiteAnswers(
        int signatureScheme, Hashes hashes, Sealing sealing, Encapsulation encapsulation, Signature signature) {

    /** Of {@code hash("abc")}, {@code mac("Jefe", "what do ya want for nothing?")} and HKDF in RFC 5869 §A.1. */
    record Hashes(String hash, String mac, String prk, String okm) {}

    /** Of an AEAD. */
    record Sealing(String key, String nonce, String aad, String plain, String sealed) {}

    /** Of the KEM, and of HPKE with {@link #INFO}, {@link #AAD}, {@link #PLAIN} and {@link #CONTEXT}. */
    record Encapsulation(
            String ikm, String privateKey, String publicKey, String encapsulated, String ciphertext, String exported) {

        static final String INFO = "4f6465206f6e2061204772656369616e2055726e";
        static final String AAD = "436f756e742d30";
        static final String PLAIN = "4265617574792069732074727574682c20747275746820626561757479";
        static final String CONTEXT = "54657374436f6e74657874";
    }

    /** Of a signature scheme. */
    record Signature(String privateKey, String publicKey, String message, String signature) {}

    private static final Hashes SHA256 =
            new Hashes(
                    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                    "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
                    "077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5",
                    "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");

    private static final Hashes SHA384 =
            new Hashes(
                    "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7",
                    "af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e8e2240ca5e69e2c78b3239ecfab21649",
                    "704b39990779ce1dc548052c7dc39f303570dd13fb39f7acc564680bef80e8dec70ee9a7e1f3e293ef68eceb072a5ade",
                    "9b5097a86038b805309076a44b3a9f38063e25b516dcbf369f394cfab43685f748b6457763e4f0204fc5");

    private static final Hashes SHA512 =
            new Hashes(
                    "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd"
                            + "454d4423643ce80e2a9ac94fa54ca49f",
                    "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fd"
                            + "caeab1a34d4a6b4b636e070a38bce737",
                    "665799823737ded04a88e47e54a5890bb2c3d247c7a4254a8e61350723590a26c36238127d8661b88cf80ef802d57e2f"
                            + "7cebcf1e00e083848be19929c61b4237",
                    "832390086cda71fb47625bb5ceb168e4c8e26a1a16ed34d9fc7fe92c1481579338da362cb8d9f925d7cb");

    private static final Sealing AES_128_GCM =
            new Sealing(
                    "feffe9928665731c6d6a8f9467308308",
                    "cafebabefacedbaddecaf888",
                    "feedfacedeadbeeffeedfacedeadbeefabaddad2",
                    "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525"
                            + "b16aedf5aa0de657ba637b39",
                    "42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e21d514b25466931c7d8f6a5aac84aa05"
                            + "1ba30b396a0aac973d58e0915bc94fbc3221a5db94fae95ae7121a47");

    private static final Sealing AES_256_GCM =
            new Sealing(
                    "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308",
                    "cafebabefacedbaddecaf888",
                    "feedfacedeadbeeffeedfacedeadbeefabaddad2",
                    "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525"
                            + "b16aedf5aa0de657ba637b39",
                    "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838"
                            + "c5f61e6393ba7a0abcc9f66276fc6ece0f4e1768cddf8853bb2d551b");

    private static final Sealing CHACHA20_POLY1305 =
            new Sealing(
                    "808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f",
                    "070000004041424344454647",
                    "50515253c0c1c2c3c4c5c6c7",
                    "4c616469657320616e642047656e746c656d656e206f662074686520636c617373206f66202739393a20496620492063"
                        + "6f756c64206f6666657220796f75206f6e6c79206f6e652074697020666f7220746865206675747572652c2073756e73"
                        + "637265656e20776f756c642062652069742e",
                    "d31a8d34648e60db7b86afbc53ef7ec2a4aded51296e08fea9e2b5a736ee62d63dbea45e8ca9671282fafb69da92728b"
                        + "1a71de0a9e060b2905d6a5b67ecd3b3692ddbd7f2d778b8c9803aee328091b58fab324e4fad675945585808b4831d7bc"
                        + "3ff4def08e4b7a9de576d26586cec64b61161ae10b594f09e26a7e902ecbd0600691");

    private static final Signature ED25519 =
            new Signature(
                    "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
                    "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
                    "af82",
                    "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc659"
                            + "4a7c15e9716ed28dc027beceea1ec40a");

    private static final Signature ED448 =
            new Signature(
                    "c4eab05d357007c632f3dbb48489924d552b08fe0c353a0d4a1f00acda2c463afbea67c5e8d2877c5e3bc397a659949e"
                            + "f8021e954e0a12274e",
                    "43ba28f430cdff456ae531545f7ecd0ac834a55d9358c0372bfa0c6c6798c0866aea01eb00742802b8438ea4cb82169c"
                            + "235160627b4c3a9480",
                    "03",
                    "26b8f91727bd62897af15e41eb43c377efb9c610d48f2335cb0bd0087810f4352541b143c4b981b7e18f62de8ccdf633"
                        + "fc1bf037ab7cd779805e0dbcc0aae1cbcee1afb2e027df36bc04dcecbf154336c19f0af7e0a6472905e799f1953d2a0f"
                        + "f3348ab21aa4adafd1d234441cf807c03a00");

    private static final Signature P256 =
            new Signature(
                    "c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721",
                    "0460fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb67903fe1008b8bc99a41ae9e95628bc"
                            + "64f2f1b20c2d7e9f5177a3c294d4462299",
                    "73616d706c65",
                    "3046022100efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716022100f7cb1c942d657c41"
                            + "d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8");

    private static final Signature P384 =
            new Signature(
                    "6b9d3dad2e1b8c1c05b19875b6659f4de23c3b667bf297ba9aa47740787137d896d5724e4c70a825f872c9ea60d2edf5",
                    "04ec3a4e415b4e19a4568618029f427fa5da9a8bc4ae92e02e06aae5286b300c64def8f0ea9055866064a254515480bc"
                        + "138015d9b72d7d57244ea8ef9ac0c621896708a59367f9dfb9f54ca84b3f1c9db1288b231c3ae0d4fe7344fd25332647"
                        + "20",
                    "73616d706c65",
                    "306602310094edbb92a5ecb8aad4736e56c691916b3f88140666ce9fa73d64c4ea95ad133c81a648152e44acf96e36dd"
                        + "1e80fabe4602310099ef4aeb15f178cea1fe40db2603138f130e740a19624526203b6351d0a3a94fa329c145786e679e"
                        + "7b82c71a38628ac8");

    private static final Signature P521 =
            new Signature(
                    "00fad06daa62ba3b25d2fb40133da757205de67f5bb0018fee8c86e1b68c7e75caa896eb32f1f47c70855836a6d16fcc"
                            + "1466f6d8fbec67db89ec0c08b0e996b83538",
                    "0401894550d0785932e00eaa23b694f213f8c3121f86dc97a04e5a7167db4e5bcd371123d46e45db6b5d5370a7f20fb6"
                        + "33155d38ffa16d2bd761dcac474b9a2f5023a400493101c962cd4d2fddf782285e64584139c2f91b47f87ff82354d663"
                        + "0f746a28a0db25741b5b34a828008b22acc23f924faafbd4d33f81ea66956dfeaa2bfdfcf5",
                    "73616d706c65",
                    "308187024200c328fafcbd79dd77850370c46325d987cb525569fb63c5d3bc53950e6d4c5f174e25a1ee9017b5d45060"
                        + "6add152b534931d7d4e8455cc91f9b15bf05ec36e377fa0241617cce7cf5064806c467f678d3b4080d6f1cc50af26ca2"
                        + "09417308281b68af282623eaa63e5b5c0723d8b8c37ff0777b1a20f8ccb1dccc43997f1ee0e44da4a67a");

    private static final Encapsulation HPKE_1 =
            new Encapsulation(
                    "6db9df30aa07dd42ee5e8181afdb977e538f5e1fec8a06223f33f7013e525037",
                    "4612c550263fc8ad58375df3f557aac531d26850903e55a9f23f21d8534e8ac8",
                    "3948cfe0ad1ddb695d780e59077195da6c56506b027329794ab02bca80815c4d",
                    "37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431",
                    "f938558b5d72f1a23810b4be2ab4f84331acc02fc97babc53a52ae8218a355a96d8770ac83d07bea87e13c512a",
                    "e9e43065102c3836401bed8c3c3c75ae46be1639869391d62c61f1ec7af54931");

    private static final Encapsulation HPKE_2 =
            new Encapsulation(
                    "668b37171f1072f3cf12ea8a236a45df23fc13b82af3609ad1e354f6ef817550",
                    "f3ce7fdae57e1a310d87f1ebbde6f328be0a99cdbcadf4d6589cf29de4b8ffd2",
                    "04fe8c19ce0905191ebc298a9245792531f26f0cece2460639e8bc39cb7f706a826a779b4cf969b8a0e539c7f62fb3d3"
                            + "0ad6aa8f80e30f1d128aafd68a2ce72ea0",
                    "04a92719c6195d5085104f469a8b9814d5838ff72b60501e2c4466e5e67b325ac98536d7b61a1af4b78e5b7f951c0900"
                            + "be863c403ce65c9bfcb9382657222d18c4",
                    "5ad590bb8baa577f8619db35a36311226a896e7342a6d836d8b7bcd2f20b6c7f9076ac232e3ab2523f39513434",
                    "d8f1ea7942adbba7412c6d431c62d01371ea476b823eb697e1f6e6cae1dab85a");

    private static final Encapsulation HPKE_3 =
            new Encapsulation(
                    "1ac01f181fdf9f352797655161c58b75c656a6cc2716dcb66372da835542e1df",
                    "8057991eef8f1f1af18f4a9491d16a1ce333f695d4db8e38da75975c4478e0fb",
                    "4310ee97d88cc1f088a5576c77ab0cf5c3ac797f3d95139c6c84b5429c59662a",
                    "1afa08d3dec047a643885163f1180476fa7ddb54c6a8029ea33f95796bf2ac4a",
                    "1c5250d8034ec2b784ba2cfd69dbdb8af406cfe3ff938e131f0def8c8b60b4db21993c62ce81883d2dd1b51a28",
                    "5acb09211139c43b3090489a9da433e8a30ee7188ba8b0a9a1ccf0c229283e53");

    private static final Encapsulation HPKE_4 =
            new Encapsulation(
                    "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f"
                            + "3031323334353637",
                    "078fefdceca75e2ea9bc41c8f3a8884a6176041177108e9edd594504826d2db633b080d5fb09375cc6fcaf2c50568135"
                            + "8d4ae4a8ef64c125",
                    "dca45842f10ec923d04b606190f94df11cfb763d055d295b142eee07f090caeef57a80798d605ff708d9c30febb89b49"
                            + "31b5ee114ab18ab8",
                    "2307ef4763c61b919bd18d25d4c36fb387d8d1ef012ae78616387d3b4d3014572812794997efc692be03b115dda887ce"
                            + "3b1de16a252156bb",
                    "16d8e12570765a58e74b65cf815e78d4722fdae5f4855a9cef5de1c25535a8904f262713635ae9d6b60b7e9b2f",
                    "ec9e79733844baf62129a5e8a8fb0e86b65727db028d35f9dd9e72b201449239");

    private static final Encapsulation HPKE_5 =
            new Encapsulation(
                    "2ad954bbe39b7122529f7dde780bff626cd97f850d0784a432784e69d86eccaade43b6c10a8ffdb94bf943c6da479db1"
                            + "37914ec835a7e715e36e45e29b587bab3bf1",
                    "01462680369ae375e4b3791070a7458ed527842f6a98a79ff5e0d4cbde83c27196a3916956655523a6a2556a7af62c5c"
                            + "adabe2ef9da3760bb21e005202f7b2462847",
                    "0401b45498c1714e2dce167d3caf162e45e0642afc7ed435df7902ccae0e84ba0f7d373f646b7738bbbdca11ed91bdea"
                        + "e3cdcba3301f2457be452f271fa6837580e661012af49583a62e48d44bed350c7118c0d8dc861c238c72a2bda17f6470"
                        + "4f464b57338e7f40b60959480c0e58e6559b190d81663ed816e523b6b6a418f66d2451ec64",
                    "040138b385ca16bb0d5fa0c0665fbbd7e69e3ee29f63991d3e9b5fa740aab8900aaeed46ed73a49055758425a0ce3650"
                        + "7c54b29cc5b85a5cee6bae0cf1c21f2731ece2013dc3fb7c8d21654bb161b463962ca19e8c654ff24c94dd2898de1205"
                        + "1f1ed0692237fb02b2f8d1dc1c73e9b366b529eb436e98a996ee522aef863dd5739d2f29b0",
                    "170f8beddfe949b75ef9c387e201baf4132fa7374593dfafa90768788b7b2b200aafcc6d80ea4c795a7c5b841a",
                    "f389beaac6fcf6c0d9376e20f97e364f0609a88f1bc76d7328e9104df8477013");

    private static final Encapsulation HPKE_6 =
            new Encapsulation(
                    "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f"
                            + "3031323334353637",
                    "078fefdceca75e2ea9bc41c8f3a8884a6176041177108e9edd594504826d2db633b080d5fb09375cc6fcaf2c50568135"
                            + "8d4ae4a8ef64c125",
                    "dca45842f10ec923d04b606190f94df11cfb763d055d295b142eee07f090caeef57a80798d605ff708d9c30febb89b49"
                            + "31b5ee114ab18ab8",
                    "2307ef4763c61b919bd18d25d4c36fb387d8d1ef012ae78616387d3b4d3014572812794997efc692be03b115dda887ce"
                            + "3b1de16a252156bb",
                    "9cf2cbc94199f3c391555ce900c768b0a7480474789531a3b9719d506feb5a04ecb26e33f1fa05c332525ef2c9",
                    "aeb247ae2e4ab64915a93b8392820c830b9d8755c18d932c24e96bd36b01de2e");

    private static final Encapsulation HPKE_7 =
            new Encapsulation(
                    "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f",
                    "98c0889aab5610522699abe5970b7b7132022094127060b928018fb3c0e2aaae9da72e0c9cf8f909d91c1e1e58f7454a",
                    "04986dc0a7d2b37e3b222ea7d25a32fc290c88c50b6a0acfdecadb83a285f19a3ef0dbceeeecf54a9e7e02e4fb2c7bc0"
                        + "75c24ba4c069bb3466ba3d35b29783bb51c74aa60ecfadacb1f4446327b36272176c58d687e5318e5537176f37cc8468"
                        + "23",
                    "04b075634ff900c5e150534f3cd7a56810a2d72bb20af4958fb252c91ec6db04fc8e46dee1bb517d3088b594940e06d9"
                        + "a6598467604da6b9351cd4c6d6c251f810bd7d4c527fe0695c10661908bd4b5c5e5f5a099fc3df3f2609a443735729da"
                        + "40",
                    "80eb4eb9fdad0e1785b28ec1c1a6439927b1e191ffedaffd0b4f889debc6dbd219303a83a9404c03e786c2a68e",
                    "64240fc3ae4f3adc7516ef3a0b2507bbfd734530b4a2f5ee6258a0fa3adc4f8e");

    private static final Encapsulation HPKE_X_WING =
            new Encapsulation(
                    "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
                    "69f07c8840ce80024db30939882c3d5bbc9c98b3e31e4513ebd2ca9b4503cdd3",
                    "6fcc10f06babd5c11787c142c937581886b975fa203a00988c0007458814836219383c6b5163093da63d2d505678338e"
                        + "1ecb447d111999746f39da354f681dad1aca6e180f3f8b88e3c17f4e36a8b12c8e41bb0b69da54ac053ccfa83e019277"
                        + "813bbabcbcb0237841befa854bd8325cf8af5f66978fa5594f35095cc0ce6d2c7e5b7a74bfeb4571372d21b1b4b097ba"
                        + "d5a13174489aa78048a2a234547a0794679a0c9506d9bbc0814542ea0021aebc63c5a1214de0c834429c6a345043db73"
                        + "5a037468a973e1a1b0c1e007b0133d20db12fd3991783c0ec9354fe94a77a0739ca4a68cd7e9b0ec67c1ab33838364b6"
                        + "65dace350a626ce58571487639f80eea1319bd67b0e675a24960c3f93a03fa940573625283728196aac9098c72e4a975"
                        + "8ca501940973f65584e0c3684d6aad0eb3ccb4073a777a4ce443c72ce050c32757262173b90963f15175122326eeb240"
                        + "7a72a0ee0cbaa0707fe8ba769174b02b1853190c84078191da30b7e3b57b2e3b5704e0c6c9b929b5151415dcb5856a6a"
                        + "ee6791c630ca89e5b2524915c156cdd12b216ff45c0d17c3678a1564e107846a1f99d2b222dcb717b95279077434d2a7"
                        + "b7a144217616b9992f3362558fa22942545be1414fa5344af5221a5276a8ccd721b43415b9e713e8790fb0e197e1d3b2"
                        + "fb128081c20d7bbb83d1c5542944b5249c64a3e0088336ae4e787d35ab4b2fab82336c733d54bfcc502abd0386a24b8c"
                        + "ec869629abb221b6c748c805f52489d81651a51910df3b4fc3865516c188c4b53f6d01b7434a7810f53e65117933561d"
                        + "716295289389236532b1ab76566155f690a1e9d797f0a86d4b8360043522dc036ffce258b5a85020753278629754a6b3"
                        + "bda0ccb3370d7007cd1b5450198939d7eb43a6e348d33158b40334fe2996fada9ec1d322e4803a6e42207d253eaf2936"
                        + "547a126c199f94397e3fdbbf7b894ee7d8c14c9c3defa312d4d3868347a22fa5af2a711dd4c1c7c3a9af1aeb6e1fe365"
                        + "46605582420a24d1303fbc8391712605f2c677b4865795656e2317b5183ef7d82ae9e948f823af82134c921517d1b766"
                        + "c02b5e310b6ec2584418c08dcf39b05c909230b166bf9342185b07bfc05580d0bd78743b9f142821b44a963534fe2737"
                        + "3eb5a140370523a2303b4c9f8a02b2007dcc3969746e115193bc28c4c42abd14c4bde56e6de456b51cad2f9214d7f812"
                        + "773325db657d79c53286836e08b16db26c8f4ffc81df5055c4d40d25582181d94e864202e3e07959e69ecb66663fa120"
                        + "3f746ecb1a51be75c60bfcb9db5ca7a9b784b8963a5002c792474292b98e2704c786750573d1507884c1e94c45f85a49"
                        + "33ecc5d47b76186baea4f538e1d47a060436edf312b69ab57f5a6e41ec9942e65d17c929dbc9832f68cb45c91f0e16c6"
                        + "cce76bb2f796175651de8745b1e85a34ec20c024b4b3a728fa07533c532aa81415ed3398da4b125ac48e8c1c30313bbd"
                        + "e171a2de1642ffd6985ef5ad34e0be2ba4853f99068eba237cf532b27a2e447a9020c26c43208e5521c5522a2be08281"
                        + "bf4a98831c12910a45f2a130f1412ea5526e18db25eaf20e7e7c4da9a63a11869b707995370051860250386b4281f59d"
                        + "32f6d5f126d6c7dda081ee3790b2a8c4bf2aaa37b9531e36b624a631d9a9babad47b3b041be12653c9e95a4b07f07680"
                        + "e709b8cf203996d5dc07852991156813",
                    "3e172208ea886c90cba0548adb4ad0f7110066e49ed3eaf6d6e81ee946840a4765acab18b11bc82fb64668a2f4cdd541"
                        + "63eae6af467fb5b2d56737296ad431bb22d202e35011586722b896494cd4ade7e9ad2cab87fe93d0f82c09d283e50609"
                        + "b35532560d55feecc457a314ff66556fbf582e4b098348758372d69d9b9a05dbb825f8280ceb714f7871961df66b946d"
                        + "00d0ea06e769f855fdf43fb492cce9d360ae78de796439104f12ce2e23fa35251fe8152ffdca61bbfacd49fb737e54d2"
                        + "a26d17bde9fa477509c2c369711f396e9305be4e8efdb915cd7aacbe5d71a6a19db13bc3604ecb4ad10cd1ac77f503ba"
                        + "265cebbb6877ca7988f112948effce6021a5b97e0eebbe7332249084b62d094b6f15abf3adb28962b80b3b07fa2b7f04"
                        + "582314fb46942b1023a37c2c0832cd6d3c2112a70b09da033e28d996aa49e0038477e7a53c043b3b2ab856479f14109c"
                        + "955f64b75fbdf2723469d2b86917595601bd258fa6cf60c50f38555feb98c7c91a7fbbe31bad49eaa4a5486c9553c363"
                        + "a9db4fd56f6aaf4a3bb806652f475922a9d7c55e9da5e03bd4a6abac83575feb66b82ddb21b649de9d9e645f421bbdcc"
                        + "9d2507d517a59016e63ed67e2f543ea40b918b66cfa537e52832ad279b38e0de040339e6c5ca04e0d00218fe004d3edc"
                        + "872c9ee715218548a2c6594fb3e503b4948c1120788569448ab1a30f9d1bd082ea2875b94e5b3108be1adfc4935ccb14"
                        + "96bcbaa643767c6198efd1501c1e8c4c4591aa8f51cf76fd4d11fa7b3e951a8fddfa68323d0db3d02766880e62a2c3bc"
                        + "a13e76cd422366bfa73eb995bc7b6186c19a23e415fda8b94bf02f7375b071e9c79759b050ebdbeb0858d742400e8fa3"
                        + "b575b1eb20b3acd25750a51016aca2ea4531d5a04cd479319c1bd40781b83785fc6b6c3d7051daaa859024faab2047a7"
                        + "8438d79a9bb6cfc86cdb867af71d8934b1f7f1866b4b38aa5cecfba5e835a41c1f6d5344793eaaff3b4a985b07805a2d"
                        + "c6a1d3651a1d85fb72bb1ae53a59c0301628578e2fdfae02e0318535d6b849f2090f1788870b239b257e58332ca0696a"
                        + "9bebab580ad1abb9d659e2586b8f4634a5c72201026410cd565136e57981eb9a6af0263a533cdf2731ee155f64fec79d"
                        + "27308b28727451093ddde2051ed13e21e7dd8a3d66a4bb784e61222978c2560792904e7cda43585eec78964d9d7cd8e9"
                        + "d01361aea59e40fec2b96d5077d2975305f4984ce89c20a2f7dfdbeef6bd21c52ebea52672c099a324fa5951806df1e4"
                        + "b59bd0d82e39f881fe27f39cc725481fb8fd72ebdb70bcad88aab96f8e870979e55e9aded8c2e60ca6b1f5c643e98eda"
                        + "9a15884aa4b7d560d336879b93fc13a4cba803d3a6afd638a2bf0f38d80aa5e21375689c2ceaa15829bca792ec72db77"
                        + "b2a940591038e35e6d389d088d5c92dce88ff7c6c7fdc8401556405e3a969b2844ec4a09ff72c2f8c84da6ca55b2bfac"
                        + "546e5ab68562bd800a587fadad3ea6f9cae0bd7169a953a8c0426e2dfa101b6079a631eede1bf9c98f12032cdeadd0e7"
                        + "a079398fc786b88cc846ec89af85a51a",
                    "fcda67e6b35d005b728e845c91450dcfe008c41c454e16d65fba3c1c1342decb83e0db53e1d33dc41fc28450d5",
                    "1891514f7e8dd7a0375e03d4681925983117c5cf2e7111f1f815771cc55bb2d4");

    /** The answers of the suite with this id in RFC 9420 §17.1; and of X-Wing's; of others nothing is known. */
    static Optional<SuiteAnswers> of(int id) {
        return switch (id) {
            case 1 -> Optional.of(new SuiteAnswers(0x0807, SHA256, AES_128_GCM, HPKE_1, ED25519));
            case 2 -> Optional.of(new SuiteAnswers(0x0403, SHA256, AES_128_GCM, HPKE_2, P256));
            case 3 -> Optional.of(new SuiteAnswers(0x0807, SHA256, CHACHA20_POLY1305, HPKE_3, ED25519));
            case 4 -> Optional.of(new SuiteAnswers(0x0808, SHA512, AES_256_GCM, HPKE_4, ED448));
            case 5 -> Optional.of(new SuiteAnswers(0x0603, SHA512, AES_256_GCM, HPKE_5, P521));
            case 6 -> Optional.of(new SuiteAnswers(0x0808, SHA512, CHACHA20_POLY1305, HPKE_6, ED448));
            case 7 -> Optional.of(new SuiteAnswers(0x0503, SHA384, AES_256_GCM, HPKE_7, P384));
            case Schemes.X_WING -> Optional.of(new SuiteAnswers(0x0807, SHA512, AES_256_GCM, HPKE_X_WING, ED25519));
            default -> Optional.empty();
        };
    }
}
