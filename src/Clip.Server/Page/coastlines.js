/**
 * The coasts of the world, simplified from the 1:110m land of Natural Earth (public domain). A line is a ring, in half
 * degrees and base 36: the first point from 180° W and 90° N, two digits each, then steps plus 18, a digit each.
 */
const rings = `
0016tnihnimkdjhk7ffiik${"zi".repeat(42)}oidjlm7kclfh7jfmkjgnfjhlfifmf9jfxakf9mhfcjdlkk1i9i4rojmilmfpemcodi8pmohmdjhek\
hdgkf9jkfhhbmhjlkpibnophpcpdl8lhkegdlpvhmaoif8bgrqpkqdffbffjbe7flfhjec89lhl6qhtdna2g7eja91ihigfejcffeeiosjgjmmindjnol\
dpem4o8lg9b9hea9jfgmfdowlkjpuugkmkvfilbv4vfmiqlnhs8qjqcliodnao5kfgidc9h8daibldhbgbcakafefjgifeei9mdhbj9ca9gdlbgan9sbi\
dpbqkpfygljhozpkflgxmmhojmbie1ifcofrgskog8cndaklldjfgkhchcqll5jloghilhicaig5ahiiluqfhilgkhe59dlbiikekgnembjggdih6ygje\
bdoihfpiocphkhhcmhjkfkllzhmhidnjjfghtg6ifhidqefg6pgkmlelgncjdaekcihbz8tczgjipjfjkjzlkijkgj4imjilmjhgjinjkhhhmgmjjggfo\
jjjfjkjwdkigktgkjkhghjhymjheghfpeokgjkkhlkjemkjneigfhkgfgmhhgkjikkjhglhqkgevhghkhzgthpgnkwj9mzjsjjhpirnkgxjgglhzkjipk\
uimlwilklhhgyj${"1i".repeat(41)}1jfi
4z15iklglnmcojkjhkjjekdifl7ofolijmzlljjlmnlffepeedkghdqirlimmkodophjrmmn9m5i9ouekjgjjmoikgjk7nhglgdjbmjlbjlieigmhhjkg\
lheikhiln6qkvggda8hikgjahdkfulomlnhkgjfphettjhrnmmhnkmdofkjgjjnielgmluihjtqoinmlnhlmiikjhokjkrjrmknhlbqgsfq5ofp8uejdg\
loelbjimdiikljfkhlejikmjbpkmcjhkadiclffhkdljjeejlbhdm9k1jafd9ca3fgifleghigq8g9fhfm9cebbhbeej4cefhc21ghjmsvhjefhfdfkgb\
9cfa6j8hdmkhe9ehf671e9g9mkd2t5lxcjf8jigeheflfpghhjhajcgpgoj7dzdmhzkzkojzfmkrhvkkjfjvjkhghkimhrlqgljijmfdglemjllgjmi
009pzhlizkpjzhvi1gehjfagvjqg1fhidghgwjtgigkhzhzhzhtilkzjpjjhdggfwkvikgzkrjwgmgfdkdzckhjj9kikbmpnko1ngj5ipl9jllzlzlliy\
fwjzguhgg6ihgzfxfrghgtezimixfpkngzjsiwerlzexewmxijkflkiglmjqdzdtflkvjphpfolxgvlzgvhihnlyipltiwmzkkifmbkdlkmnk8iemznkj\
zjj${"i1".repeat(42)}ifi
8i0duk1jeizizjni2lniekilkjcjljjkgikjakkldhombgjjfkqi1m1nhicohncgdh99hgocbjifoj9glgceaf4icgrh6gxgdhxezhliukdgphzhyi
hz5smkkqnlqtitbvckfgfkcggefhiggkkdemfdcg1m5lfgkefbgdjjhejdijnergr7linkkdmhigqkgornldjalo
570yjjpflmogqlmiqlkkejwlemafpohkagol1dhibirgke6d1hgighkifiiglfnhhk
hg52lnoeunomhlllnlchbdem8gkghe9ehjgglgcgmhlj
670evj7kmi7l6jlk9lmi1jcilhhgpjcgogegsi7iafzhzhui
3o0yqimlhfojklplfiij9i5jdhfgsh7imgbilgqh
9u1rgkmiglrpik3lnfehlhhglhegighjhfkfmi
gy4xflbiklngellpgijggihehjingihdkbsg
hu2yhm9lggajkkfmgdoeoikekjmgkckhjlgo
cq2plkflilpklhgaligghkheefngiheg9nno
gk4wkkgiesgi8ggbjfkju7nlfnjk
cs5rjmgiezhkfjfhhbkfiaofldkl
gr3zjijlgnnjilhhcgjhghifle
6w27gjqlimghigfkahmclgik
400smihk4jlh9igimfvkfgnj
hz27klfhhlkmghhjibi9lp
971bkl8l9hkhehmidhkgziji
4f0wpjgjljikeiagmiggkh
678yhkejahkhmhjfkhmm
jp70nmlhbqifghjeecml
h14jgoedhjgjjgogigkl
5l3qtnajkhdgdgcjngoi
d713ahegqctfyi1lejcmmm
4r0qtlyikihk1hbiffchni
6880ojck9gefpklfll
fw5cbe51hhmivshjnnio
5z3wqldihkcgmiggkh
3b11djcgmfggpiuk8m
560lki8l8fhhmgmhtm
jm7akjgn9nehjgua
g15enhrm8h8gjgnk
9m23cjkghgmgmjfm
4j0rkihlchfiigqi
b10lojdjelagdfyi
7i9ckjjl1jeitdpi
i37aoigmfjfdki
ei4oggickjkmgl
i02klhik7mmaml
i20thj7jegmhuj
3k0pgk9jfimgsh
fk0m8iafsgqlik
352behcenjnm
5a1dsmdi9ime
4u0ydkiesidk
bf0jmjfj3hwh
6p9ghk7huh
fu0n7jnfok
`;

const digits = text => parseInt(text, 36);

/** Rings of points: degrees east and north. */
export const coastlines = rings.trim().split("\n").map(ring => {
	let [x, y] = [digits(ring.slice(0, 2)), digits(ring.slice(2, 4))];
	const points = [[x / 2 - 180, 90 - y / 2]];
	for (let i = 4; i < ring.length; i += 2) {
		x += digits(ring[i]) - 18;
		y += digits(ring[i + 1]) - 18;
		points.push([x / 2 - 180, 90 - y / 2]);
	}
	return points;
});
