import { expect, test } from 'vitest'
import { RowSplitter } from './split-rows'

// After csv-spectrum (github.com/max-mapper/csv-spectrum, BSD-2-Clause): one difficulty each, and some that spreadsheets bring.
const CORPUS: Record<string, [text: string, cells: string[][]]> = {
  'a comma in quotes': ['first,last,address,city,zip\nJohn,Doe,120 any st.,"Anytown, WW",08123', [['first', 'last', 'address', 'city', 'zip'], ['John', 'Doe', '120 any st.', 'Anytown, WW', '08123']]],
  'empty cells': ['a,b,c\n1,"",""\n2,3,4', [['a', 'b', 'c'], ['1', '', ''], ['2', '3', '4']]],
  'empty cells, CRLF': ['a,b,c\r\n1,"",""\r\n2,3,4', [['a', 'b', 'c'], ['1', '', ''], ['2', '3', '4']]],
  'escaped quotes': ['a,b\n1,"ha ""ha"" ha"\n3,4', [['a', 'b'], ['1', 'ha "ha" ha'], ['3', '4']]],
  'JSON in a cell': ['key,val\n1,"{""type"": ""Point"", ""coordinates"": [102.0, 0.5]}"', [['key', 'val'], ['1', '{"type": "Point", "coordinates": [102.0, 0.5]}']]],
  'line breaks in cells': ['a,b,c\n1,2,3\n"Once upon \na time",5,6\n7,8,9', [['a', 'b', 'c'], ['1', '2', '3'], ['Once upon \na time', '5', '6'], ['7', '8', '9']]],
  'line breaks in cells, CRLF': ['a,b\r\n"Once upon \r\na time",5\r\n7,8', [['a', 'b'], ['Once upon \r\na time', '5'], ['7', '8']]],
  'quotes and line breaks': ['a,b\n1,"ha \n""ha"" \nha"\n3,4\n', [['a', 'b'], ['1', 'ha \n"ha" \nha'], ['3', '4']]],
  'one column': ['a\n1\n2', [['a'], ['1'], ['2']]],
  'beyond ASCII': ['a,b,c\n1,2,3\n4,5,ʤ', [['a', 'b', 'c'], ['1', '2', '3'], ['4', '5', 'ʤ']]],
  'beyond 16 bits': ['a\n😀🏳️‍🌈', [['a'], ['😀🏳️‍🌈']]],
  'quotes and minutes in coordinates': ['where,city\n"37°36\'37.8""N 121°2\'17.9""W",Modesto', [['where', 'city'], ['37°36\'37.8"N 121°2\'17.9"W', 'Modesto']]],
  'blanks around cells are theirs': ['a, b ,c\n 1,2 , 3', [['a', ' b ', 'c'], [' 1', '2 ', ' 3']]],
  'formulas stay text': ['a\n"=HYPERLINK(""http://x"")"\n@SUM(1)', [['a'], ['=HYPERLINK("http://x")'], ['@SUM(1)']]],
  'only breaks': ['\n\r\n\r\n', []],
  nothing: ['', []],
}

test.each(Object.entries(CORPUS))('%s', (_what, [text, cells]) => {
  // Whole, and a character at a time.
  for (const size of [text.length || 1, 1]) {
    const splitter = new RowSplitter({ delimiter: ',', quote: '"' })
    const rows = Array.from({ length: Math.ceil(text.length / size) }, (_, n) => splitter.push(text.slice(n * size, (n + 1) * size))).flat()
    expect([...rows, ...splitter.end()].map((row) => row.cells)).toEqual(cells)
  }
})
